#include "greet.h"
#include <dependency.h>
#include <stdio.h>
#include <string.h>

int main(void) {
    char buffer[32];
    strcpy(buffer, greeting());
    printf("%s %d %d\n", buffer, numbers(3), DEPENDENCY);
    return 0;
}
