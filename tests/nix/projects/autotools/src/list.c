#include "list.h"
#include <stdlib.h>

struct node *prepend(struct node *list, long value) {
    struct node *first = malloc(sizeof *first);
    first->next = list;
    first->value = value;
    return first;
}
