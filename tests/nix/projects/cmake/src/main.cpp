#include "figures.h"
#include <dependency.h>
#include <iostream>

int main() {
    auto a = circle(DEPENDENCY);
    auto b = square(2);
    const Figure *all[] = {a.get(), b.get()};
    std::cout << a->name() << ' ' << b->name() << ' ' << total_area(all, 2) << '\n';
}
