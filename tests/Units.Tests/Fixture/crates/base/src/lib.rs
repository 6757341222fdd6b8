mod inner;

pub fn doubled(value: i32) -> i32 {
    inner::twice(value)
}

pub fn shown<T: std::fmt::Display>(value: T) -> String {
    format!("<{value}>")
}
