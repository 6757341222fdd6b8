extern "C" {
    fn count() -> i32;
}

pub fn bound() -> i32 {
    unsafe { count() }
}
