use std::{env, fs, path::Path};

fn main() {
    let out = env::var("OUT_DIR").unwrap();
    fs::write(Path::new(&out).join("factor.rs"), script::answer()).unwrap();
    println!("cargo:rustc-link-lib=static=counter");
    println!("cargo:rustc-link-search=native={}/lib", env::var("COUNTER").unwrap());
    println!("cargo:rustc-cfg=counted");
    println!("cargo:rustc-env=RIGHT_SAYS=right {}", env::var("CARGO_PKG_VERSION").unwrap());
    println!("cargo:place={out}");
}
