#pragma once
#include <string>

void evaluate(const std::string &text);
