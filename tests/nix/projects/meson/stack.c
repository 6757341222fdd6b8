#include "config.h"
#include "stack.h"

static long values[64 * SIZEOF_LONG];
static int depth;

void push(long value) {
    if (depth == 64 * SIZEOF_LONG) failed("full");
    values[depth++] = value;
}

long pop(void) {
    if (depth == 0) failed("empty");
    return values[--depth];
}
