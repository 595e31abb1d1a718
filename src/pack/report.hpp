// Problems as importers report them: the types of the packer's interface.
#pragma once

#include <satchel/pack.hpp>
