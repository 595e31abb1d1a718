// Doing pieces of work on several threads while results are taken in the order of the work.
#pragma once

#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <future>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace satchel::pack {

// A fixed set of threads. submit() hands out work; take() gives the result of the oldest work not yet taken, so that
// the sequence of results does not depend on the number of threads. At most 2 pieces of work per thread wait.
template <class Result>
class ordered_workers {
 public:
  using work = std::function<Result()>;
  using consumer = std::function<void(Result&&)>;

  ordered_workers(unsigned threads, consumer take) : take_(std::move(take)), limit_(2 * threads) {
    try {
      for (unsigned i = 0; i < threads; ++i) threads_.emplace_back([this] { serve(); });
    } catch (...) {  // the system has no more threads
      stop();
      throw;
    }
  }

  ~ordered_workers() {
    stop();
    pending_.clear();  // before the work that was not done: to tell a future so takes memory
  }

  // May first take results, in the calling thread. Rethrows what work threw.
  void submit(work w) {
    while (pending_.size() >= limit_) take_one();
    std::packaged_task<Result()> task(std::move(w));
    std::future<Result> result = task.get_future();
    {
      const std::lock_guard guard(lock_);
      queue_.push_back(std::move(task));
    }
    pending_.push_back(std::move(result));
    wake_.notify_one();
  }

  // Takes all results.
  void finish() {
    while (!pending_.empty()) take_one();
  }

 private:
  void stop() {
    {
      const std::lock_guard guard(lock_);
      stop_ = true;
    }
    wake_.notify_all();
    for (std::thread& t : threads_) t.join();
  }

  void take_one() {
    std::future<Result> oldest = std::move(pending_.front());
    pending_.pop_front();
    take_(oldest.get());
  }

  void serve() {
    for (;;) {
      std::packaged_task<Result()> task;
      {
        std::unique_lock guard(lock_);
        wake_.wait(guard, [this] { return stop_ || !queue_.empty(); });
        if (stop_) return;
        task = std::move(queue_.front());
        queue_.pop_front();
      }
      task();
    }
  }

  consumer take_;
  std::size_t limit_;
  std::deque<std::future<Result>> pending_;
  std::deque<std::packaged_task<Result()>> queue_;
  std::mutex lock_;
  std::condition_variable wake_;
  bool stop_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace satchel::pack
