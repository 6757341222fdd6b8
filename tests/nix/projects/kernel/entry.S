#include "kconfig.h"
	.text
	.globl entry
entry:
	movl $CONFIG_HZ, %eax
	jmp init
