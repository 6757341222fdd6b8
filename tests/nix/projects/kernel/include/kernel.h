#ifndef KERNEL_H
#define KERNEL_H
#include <stddef.h>
#include <stdarg.h>

int sched(int hz);
extern const char config_data[], config_data_end[];
#endif
