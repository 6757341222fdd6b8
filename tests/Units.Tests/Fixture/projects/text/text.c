#define _GNU_SOURCE
#include "text.h"
#include "config.h"
#include <string.h>

unsigned text_length(const char *text)
{
#ifdef HAVE_STRNLEN
    return (unsigned)strnlen(text, 80);
#else
    return (unsigned)strlen(text);
#endif
}
