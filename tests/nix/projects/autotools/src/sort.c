#include "list.h"

struct node *sorted(struct node *list) {
    struct node *result = 0;
    while (list) {
        struct node *next = list->next, **at = &result;
        while (*at && (*at)->value < list->value) at = &(*at)->next;
        list->next = *at;
        *at = list;
        list = next;
    }
    return result;
}
