#include "greet.h"
#include <dependency.h>

static int sum(int n) { return n ? n + sum(n - 1) : DEPENDENCY; }

int numbers(int n) { return sum(n) * 2; }
