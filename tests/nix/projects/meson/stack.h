#ifndef STACK_H
#define STACK_H
#ifdef __cplusplus
extern "C" {
#endif
void push(long value);
long pop(void);
void failed(const char *what);
#ifdef __cplusplus
}
#endif
#endif
