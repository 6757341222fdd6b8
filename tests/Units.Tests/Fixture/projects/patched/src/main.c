#include <stdio.h>
#include "who.h"

int other(void);

int main(void)
{
    int answer = 41;
    printf("%s %d %d\n", WHO, answer, other());
    return 0;
}
