#include "kernel.h"

int init(void) { return sched(CONFIG_HZ) + (int)(config_data_end - config_data); }
