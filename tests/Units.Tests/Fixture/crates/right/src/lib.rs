include!(concat!(env!("OUT_DIR"), "/factor.rs"));

extern "C" {
    fn count() -> i32;
}

#[cfg(counted)]
pub fn right() -> i32 {
    macros::plus_one!(base::doubled(unsafe { count() }) * FACTOR)
}

pub fn says() -> String {
    base::shown(env!("RIGHT_SAYS"))
}
