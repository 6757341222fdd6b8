#include "arith.h"
#include <version.h>

int scaled(int a) { return a * PROJECTS_VERSION; }
