fn main() {
    println!("{} {}", top::says(), macros::plus_one!(top::all()));
}
