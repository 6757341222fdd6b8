#[no_mangle]
pub extern "C" fn plugin_value() -> i32 {
    top::all()
}
