#define SHARED 21
