#include <stdio.h>

int main(void)
{
    FILE *file = fopen(DATA_DIRECTORY "/banner", "r");
    char line[1000];
    if (!file || !fgets(line, sizeof line, file))
        return 1;
    fputs(line, stdout);
    return 0;
}
