let
  inherit (import ../stdenv) mkDerivation cmake meson ninja join;

  # A derivation of the directory, with the attribute by which it is a unit: beside the derivation's own, so that its path stays.
  unit = source: attributes: mkDerivation ({ name = source; src = ./. + "/${source}"; } // attributes) // { larderSource = source; };
  withCmake = source: attributes: unit source ({ nativeBuildInputs = [ cmake ninja ]; } // attributes);
  withMeson = source: attributes: unit source ({ nativeBuildInputs = [ meson ninja ]; } // attributes);
in
{
  cc = rec {
    # Header-only.
    version = withCmake "version" { };

    # A static library; its name of the package is found by cmake's own way.
    arith = withCmake "arith" { buildInputs = [ version ]; };

    # A shared library in C++ with a versioned soname.
    greet = withCmake "greet" { };

    # A shared library with a pkg-config file.
    text = withMeson "text" { };

    # A static library in C++ over another one.
    calc = withMeson "calc" { buildInputs = [ arith version ]; };

    # An application that links most of them.
    app = withCmake "app" { buildInputs = [ arith calc greet text version ]; };

    # Two outputs.
    split = withCmake "split" { outputs = [ "out" "dev" ]; };
    splitUser = withMeson "split-user" { buildInputs = [ split ]; };

    # Patches, and a hook that edits.
    patched = withCmake "patched" {
      patches = [ ./patches/answer.patch ];
      postPatch = "sed -i s/@WHO@/hook/ src/who.h";
    };

    # The project is below the source's root, and another directory beside it is needed.
    nested = withCmake "nested" {
      sourceRoot = "nested/project";
      postUnpack = "cp nested/shared/shared.h nested/project/";
    };

    # Structured attributes: lists are arrays there, and words may have blanks.
    structured = withCmake "structured" {
      __structuredAttrs = true;
      cmakeFlags = [ "-DMESSAGE=two words" "-DPLACE=${placeholder "out"}/share" ];
      env = { STRUCTURED_NOTE = "from the environment"; };
      limits = { low = 1; high = 9; };
      quiet = false;
    };

    # What names its own output, in several ways, and a text that is passed as a file.
    named = withCmake "named" {
      cmakeFlags = "-DDATA_DIRECTORY=${placeholder "out"}/share/named";
      banner = "kept below ${placeholder "out"}, with version.h of ${version}\n";
      passAsFile = [ "banner" ];
      postInstall = "mkdir -p $out/share/named; cp $bannerPath $out/share/named/banner";
    };

    # A program that another unit runs while it is built.
    generator = withMeson "generator" { };
    table = withCmake "table" { nativeBuildInputs = [ cmake ninja generator ]; };

    # No cmake and no meson.
    plain = unit "plain" { buildInputs = [ version ]; makeFlags = ""; };

    # With tests.
    tested = withMeson "tested" { doCheck = true; buildInputs = [ arith version ]; };

    # A hook that edits what it finds, and takes a number from there for the command line.
    hooked = withCmake "hooked" {
      preConfigure = "sed -i s/@EDITED@/hooked/ main.c; cmakeFlags=-DNUMBER=$(<number)";
    };

    # A configuration that reads a header.
    reader = withCmake "reader" { };

    # Behind a join of links, which is no unit.
    viewer = withCmake "viewer" { buildInputs = [ (join "joined" [ greet table ]) ]; };
  };
}
