# nix flake check: the package, and a compiler behind it that compiles. Builds of a check have no cache directory, so what they show
# besides is that a launcher without one is the compiler.
{ pkgs }:
{
  inherit (pkgs) larder;

  compiles = pkgs.larderStdenv.mkDerivation {
    name = "larder-check-compiles";
    buildCommand = ''
      echo 'int main(void) { return 0; }' > main.c
      $CC -O2 -c main.c -o main.o
      $CC main.o -o main
      ./main
      ${pkgs.larder}/bin/larder --version > $out
    '';
  };

  clang = (pkgs.mkLarderStdenv pkgs.clangStdenv).mkDerivation {
    name = "larder-check-clang";
    buildCommand = ''
      echo 'int main() { return 0; }' > main.cc
      $CXX -O2 main.cc -o main
      ./main
      touch $out
    '';
  };

  overridden = pkgs.larderPackage pkgs.hello;
}
