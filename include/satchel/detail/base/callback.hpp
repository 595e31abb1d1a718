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

}  // namespace satchel::detail
