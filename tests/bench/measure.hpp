// What is measured inside a process: time, private memory, bytes read from the disk.
#pragma once

#include <chrono>
#include <cstdint>
#include <fstream>
#include <string>

namespace bench {

inline std::int64_t now_ns() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

// The number behind `name` in a file of /proc, 0 where it is not told.
inline std::uint64_t number_in(const char* path, const std::string& name) {
  std::ifstream lines(path);
  for (std::string word; lines >> word;) {
    std::uint64_t number = 0;
    if (word == name && lines >> number) return number;
  }
  return 0;
}

// Memory that belongs to this process alone and to no file.
inline std::uint64_t rss_anon() { return number_in("/proc/self/status", "RssAnon:") * 1024; }

// What this process caused to be fetched from the disk so far, read-ahead with it.
inline std::uint64_t disk_bytes() { return number_in("/proc/self/io", "read_bytes:"); }

}  // namespace bench
