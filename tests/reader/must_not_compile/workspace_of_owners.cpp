// Nobody destroys what lies in a workspace.
#include <satchel/workspace.hpp>

struct owner {
  owner() = default;
  owner(const owner&) = delete;
#ifdef WRONG
  ~owner() { value = 0; }
#endif
  int value = 0;
};

owner* use(satchel::workspace& space) { return space.take<owner>(); }
