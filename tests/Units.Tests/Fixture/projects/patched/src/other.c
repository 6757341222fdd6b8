int other(void) { return 5; }
