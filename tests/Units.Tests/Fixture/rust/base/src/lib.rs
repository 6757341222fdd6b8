pub fn doubled(value: i32) -> i32 {
    value * 2
}
