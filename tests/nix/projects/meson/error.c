#include "config.h"
#include "stack.h"
#include <stdio.h>
#include <stdlib.h>

void failed(const char *what) {
    fprintf(stderr, "stack: %s\n", what);
    exit(1);
}
