pub fn left(value: i32) -> i32 {
    base::doubled(value) + 1
}
