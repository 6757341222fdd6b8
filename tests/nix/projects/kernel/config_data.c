#include "kernel.h"

asm(
"	.pushsection .rodata, \"a\"\n"
"	.globl config_data\n"
"config_data:\n"
"	.incbin \"config_data.gz\"\n"
"	.globl config_data_end\n"
"config_data_end:\n"
"	.popsection\n"
);
