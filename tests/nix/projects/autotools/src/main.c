#include "list.h"
#include <dependency.h>
#include <stdio.h>

int main(void) {
    struct node *list = sorted(prepend(prepend(0, 1), DEPENDENCY + 1));
    for (; list; list = list->next) printf("%ld\n", list->value);
    return 0;
}
