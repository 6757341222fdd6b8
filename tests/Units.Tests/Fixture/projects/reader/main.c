#include "reader.h"
#include <stdio.h>

int main(void) { printf("reader %d %d\n", READ, READER_VERSION); return 0; }
