extern "C" {
    fn count() -> i32;
}

#[no_mangle]
pub extern "C" fn plugin_value() -> i32 {
    base::doubled(unsafe { count() })
}
