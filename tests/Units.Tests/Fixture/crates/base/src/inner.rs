pub(crate) fn twice(value: i32) -> i32 {
    value * 2
}
