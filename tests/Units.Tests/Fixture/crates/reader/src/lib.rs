pub fn read() -> (i32, &'static str) {
    (stamped::stamped(), include_str!(env!("STAMP")))
}
