#include <arith.h>
#include <stdio.h>

int main(void)
{
    printf("tested %d\n", add(20, 3));
    return add(20, 3) == 23 ? 0 : 1;
}
