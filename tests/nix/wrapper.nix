# A compiler wrapper that gives the real compiler what nixpkgs' cc-wrapper gives it, in the same order; written for these tests.
# Two vintages: "new", and "2024" with the wrapper's own directory in every line (-B) and without clang's -nostdlibinc and
# -fmacro-prefix-map.
{ tools, closure, isClang, vintage, compiler, responseFiles, hardening }:

let
  plain = if isClang then "clang" else "gcc";
  plusplus = if isClang then "clang++" else "g++";
  isNew = vintage == "new";
  includes = "${tools.gcc}/include/c++/${tools.gccVersion}";
  resources = "${tools.clang}/lib/clang/${tools.clangVersion}";
in
derivation {
  name = "${plain}-wrapper-host";
  system = builtins.currentSystem;
  builder = "${tools.bash}/bin/bash";
  args = [ "-e" ./make-wrapper.sh ];
  PATH = "${tools.tools}/bin";
  script = ./cc-wrapper.sh;

  inherit (tools) bash binutils glibc glibcDev gcc libraries;
  inherit closure compiler plain plusplus resources isClang isNew;

  hardening_first = hardening;

  # Behind the user's arguments, on every line.
  fortify = if isNew then "-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3" else "-D_FORTIFY_SOURCE=2";
  libc = "-B${tools.glibc}/lib/ -idirafter ${tools.glibcDev}/include";
  compiler_flags =
    if isClang
    then "--gcc-toolchain=${tools.gcc}"
      + (if isNew then " -nostdlibinc -cxx-isystem ${includes}" else "")
    else "-B${tools.libraries}/lib";
  plusplus_flags = if isClang && !isNew then "-isystem ${includes}" else "";

  # Clang gets one response file unless its links say that they are a cache; gcc where the build asks for it.
  use_response_files = if responseFiles == "default" then isClang else responseFiles == "yes";
}
