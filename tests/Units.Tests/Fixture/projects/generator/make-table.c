#include <stdio.h>

int main(void)
{
    puts("const int table[] = {");
    for (int i = 0; i < 5; i++)
        printf("    %d,\n", i * i);
    puts("};");
    return 0;
}
