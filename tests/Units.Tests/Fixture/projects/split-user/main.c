#include <split.h>
#include <stdio.h>

int main(void) { printf("split %d\n", split_value()); return 0; }
