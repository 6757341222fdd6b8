# How each project is configured and built, by its directory's name; in the ways of nixpkgs' hooks.
let
  # The hook gives the wrapper's names and absolute paths below /build/<source>.
  cmake = generator: ''
    mkdir build
    cd build
    cmake .. -G '${generator}' -DCMAKE_C_COMPILER=$CC -DCMAKE_CXX_COMPILER=$CXX -DCMAKE_BUILD_TYPE=Release -DCMAKE_INSTALL_PREFIX=$out
  '';
in
{
  # Three plain compiles and a link.
  hello = ''
    for unit in main greet numbers; do $CC -I. -O2 -c $unit.c -o $unit.o; done
    $CC main.o greet.o numbers.o -o hello
    ./hello
  '';

  cmake = cmake "Unix Makefiles" + ''
    make -j2 VERBOSE=1
    ./draw
  '';

  pch = cmake "Ninja" + ''
    ninja -v
    ./words
  '';

  meson = ''
    meson setup build --buildtype=plain --prefix=$out
    ninja -C build -v
    build/calculate
  '';

  # The test has made configure from configure.ac.
  autotools = ''
    ./configure --prefix=$out --disable-dependency-tracking
    make -j2
    ./list
  '';

  kernel = ''
    gzip -n -c config >config_data.gz
    settle
    make -j2 vmlinux.o
  '';

  # Linux itself. Its CC is the launcher, without the wrapper; programs for the build are made by the wrapper.
  linux = ''
    export KBUILD_BUILD_TIMESTAMP='Thu Jan  1 00:00:01 UTC 1980' KBUILD_BUILD_VERSION=1 KBUILD_BUILD_USER=user KBUILD_BUILD_HOST=host
    make -s CC=$UNWRAPPED_CC HOSTCC=$CC tinyconfig
    make -s -j$NIX_BUILD_CORES CC=$UNWRAPPED_CC HOSTCC=$CC vmlinux
  '';
}
