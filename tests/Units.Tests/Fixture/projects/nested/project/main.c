#include <stdio.h>
#include "shared.h"

int main(void) { printf("nested %d\n", SHARED); return 0; }
