#ifdef __cplusplus
extern "C"
#endif
void report(void);
