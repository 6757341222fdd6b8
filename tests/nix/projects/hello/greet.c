#include "greet.h"
#include <stdlib.h>

const char *greeting(void) { return getenv("GREETING") ? getenv("GREETING") : "hello"; }
