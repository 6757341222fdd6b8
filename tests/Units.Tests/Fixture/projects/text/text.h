#ifndef TEXT_H
#define TEXT_H
unsigned text_length(const char *text);
#endif
