pub fn all() -> i32 {
    left::left(10) + right::right()
}

pub fn says() -> String {
    right::says()
}
