# A real project as units: zlib, libpng over it, and a program that uses both. The sources are the distribution's, put here beside this file; stdenv is the one of
# the tests of units, put beside this directory.
let
  inherit (import ../stdenv) mkDerivation cmake ninja;
  unit = name: source: attributes: mkDerivation ({
    inherit name;
    src = ./. + "/${source}";
    nativeBuildInputs = [ cmake ninja ];
    # What a real stdenv's fixup does is left alone by units unless they ask for it.
    dontFixup = true;
  } // attributes) // { larderSource = source; };
  png = name: kind: unit name "libpng" {
    buildInputs = [ zlib ];
    cmakeFlags = "-DPNG_TESTS=OFF -DPNG_EXECUTABLES=OFF ${kind}";
    # A script for other build systems; a library with a program counts as something that dependents may run.
    postInstall = "rm -r $out/bin";
  };
  # CMakeLists.txt names a file for another system, which the distribution's source lacks. And it renames a header of its own when it is configured, so it
  # can't be built where the files are edited; a patched derivation never is.
  zlib = unit "zlib" "zlib" { postPatch = "mkdir -p win32; touch win32/zlib1.rc"; };
  libpng = png "libpng" "-DPNG_STATIC=OFF";
  libpngStatic = png "libpng-static" "-DPNG_SHARED=OFF";
in
{
  cc = {
    inherit zlib libpng libpngStatic;
    view = unit "view" "view" { buildInputs = [ libpng zlib ]; };
    viewStatic = unit "view-static" "view" { buildInputs = [ libpngStatic zlib ]; };
  };
}
