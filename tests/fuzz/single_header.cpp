// The raw target over the reader in one header: satchel/satchel.hpp is what tools/single_header.py makes.
#include "raw.cpp"
