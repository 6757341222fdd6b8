#include "split.h"

int split_value(void) { return 11; }
