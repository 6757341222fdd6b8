#include <greet.hpp>
#include <iostream>
#include <table.h>

int main()
{
    std::cout << greeting("viewer");
    for (int number : table)
        std::cout << " " << number;
    std::cout << "\n";
}
