#ifndef ARITH_H
#define ARITH_H
int add(int a, int b);
int scaled(int a);
#endif
