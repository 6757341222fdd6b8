#include <stdio.h>

int number(void);
int other(void);

int main(void) { printf("@EDITED@ %d %d\n", number(), other()); return 0; }
