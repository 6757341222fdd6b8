use proc_macro::TokenStream;

#[proc_macro]
pub fn plus_one(input: TokenStream) -> TokenStream {
    format!("({input}) + 1").parse().unwrap()
}
