int split_value(void);
