#include "parse.hpp"
#include "stack.h"
#include <sstream>

void evaluate(const std::string &text) {
    std::istringstream words(text);
    for (std::string word; words >> word;) {
        if (word == "+") push(pop() + pop());
        else push(std::stol(word));
    }
}
