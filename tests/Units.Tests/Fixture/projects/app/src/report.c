#include "report.h"
#include <stdio.h>
#include <text.h>
#include <version.h>

void report(void) { printf("version %d, %u letters\n", PROJECTS_VERSION, text_length("letters")); }
