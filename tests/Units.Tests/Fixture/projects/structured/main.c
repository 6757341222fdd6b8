#include <stdio.h>

int main(void) { puts(MESSAGE); puts(PLACE); puts(NOTE); return 0; }
