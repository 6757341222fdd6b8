#define PART 6
int part(void);
