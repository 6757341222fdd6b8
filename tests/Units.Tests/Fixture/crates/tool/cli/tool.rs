fn main() {
    println!("{}", tool::tool());
}
