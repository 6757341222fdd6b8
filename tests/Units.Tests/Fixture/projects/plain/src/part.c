#include "part.h"

int part(void) { return PART + 1; }
