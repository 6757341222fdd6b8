#include "greet.hpp"

std::string greeting(const std::string &name) { return std::string(word()) + ", " + name; }
