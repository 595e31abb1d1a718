// What a function is to call, whatever its type: so that the function is there once, not once for each caller.
#pragma once

#include <type_traits>

namespace satchel::detail {

template <class Signature>
class callback;

// Refers to a callable, which must outlive it.
template <class Result, class... Arguments>
class callback<Result(Arguments...)> {
 public:
  template <class F>
  explicit callback(F& f)
      : object_(&f),
        call_([](void* object, Arguments... arguments) -> Result { return (*static_cast<F*>(object))(arguments...); }) {
  }

  Result operator()(Arguments... arguments) const { return call_(object_, arguments...); }

 private:
  void* object_;
  Result (*call_)(void*, Arguments...);
};

// Calls f, which may say whether it wants more; one that says nothing does.
template <class F, class... Arguments>
bool wants_more(F& f, Arguments&&... arguments) {
  if constexpr (std::is_void_v<decltype(f(arguments...))>)
    return f(arguments...), true;
  else
    return static_cast<bool>(f(arguments...));
}

}  // namespace satchel::detail
