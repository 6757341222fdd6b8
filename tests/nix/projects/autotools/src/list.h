#ifndef LIST_H
#define LIST_H
#include "config.h"

struct node {
    struct node *next;
    long value;
};

struct node *prepend(struct node *list, long value);
struct node *sorted(struct node *list);
#endif
