#pragma once

#ifdef __cplusplus
#include <memory>
#include <string>

struct Figure {
    virtual ~Figure() = default;
    virtual double area() const = 0;
    virtual std::string name() const = 0;
};

std::unique_ptr<Figure> circle(double radius);
std::unique_ptr<Figure> square(double side);
double total_area(const Figure *const *figures, int count);

extern "C" {
#endif
const char *figure_name(int kind);
#ifdef __cplusplus
}
#endif
