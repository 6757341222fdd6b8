#include "calc.hpp"
extern "C" {
#include <arith.h>
}

int total(int first, int last)
{
    int sum = 0;
    for (int i = first; i <= last; i++)
        sum = add(sum, scaled(i));
    return sum;
}
