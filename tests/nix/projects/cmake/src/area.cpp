#include "figures.h"
#include <numeric>
#include <vector>

double total_area(const Figure *const *figures, int count) {
    std::vector<double> areas;
    for (int i = 0; i < count; i++) areas.push_back(figures[i]->area());
    return std::accumulate(areas.begin(), areas.end(), 0.0);
}
