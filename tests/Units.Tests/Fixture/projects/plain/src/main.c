#include <stdio.h>
#include "part.h"
#include <version.h>

int main(void) { printf("plain %d %d %d\n", part(), PART, PROJECTS_VERSION); return 0; }
