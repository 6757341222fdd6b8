#include "parse.hpp"
#include "stack.h"
#include <dependency.h>
#include <iostream>

int main() {
    evaluate("1 2 + 3 +");
    std::cout << pop() << ' ' << DEPENDENCY << '\n';
}
