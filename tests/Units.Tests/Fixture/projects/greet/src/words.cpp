#include "greet.hpp"

const char *word() { return "hello"; }
