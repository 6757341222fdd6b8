pub fn over() -> i32 {
    bound::bound() + 1
}
