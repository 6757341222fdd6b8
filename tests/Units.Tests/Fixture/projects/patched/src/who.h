#define WHO "@WHO@"
