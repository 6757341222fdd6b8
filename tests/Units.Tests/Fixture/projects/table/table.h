#ifdef __cplusplus
extern "C" {
#endif
extern const int table[5];
#ifdef __cplusplus
}
#endif
