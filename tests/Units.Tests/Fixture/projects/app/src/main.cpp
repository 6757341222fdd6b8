#include <calc.hpp>
#include <greet.hpp>
#include <iostream>
#include "report.h"

int main()
{
    std::cout << greeting("app") << "\n" << total(1, 4) << "\n";
    report();
}
