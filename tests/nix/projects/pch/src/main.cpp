#include <iostream>

int main() {
    for (const auto &entry : count(split("one two two"))) std::cout << entry.first << ' ' << entry.second << '\n';
}
