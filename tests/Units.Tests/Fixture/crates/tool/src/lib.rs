pub fn tool() -> i32 {
    left::left(1) + over::over()
}
