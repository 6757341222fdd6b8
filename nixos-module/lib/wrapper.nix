# A wrapped compiler (nixpkgs' cc-wrapper and its like) with larder between the wrapper and the compiler.
{ lib, links, settings }:
{
  # The wrapped compiler: what stdenv.cc is.
  cc,
  # Settings over the usual ones, as for links.
  extraConfig ? "",
}:
let
  takes = if cc ? override then lib.functionArgs cc.override else { };
  behind = compiler: links { unwrappedCC = compiler; inherit settings extraConfig; };

  # An override whose arguments aren't known; older nixpkgs have such.
  isCcWrapper = takes ? cc || (takes == { } && cc ? override && cc ? cc && cc ? bintools);
in
if cc.isLarder or false || cc.cc.isLarder or false then
  cc
else if isCcWrapper then
  # The wrapper takes libraries of gcc's from its compiler by default, and names it in -B, -L and --gcc-toolchain. They are to name the compiler as
  # ever, not the links, whose path changes with every setting and with larder.
  cc.override (old:
    { cc = behind cc.cc; }
    // lib.optionalAttrs (takes ? gccForLibs && !(old ? gccForLibs) && old.useCcForLibs or true) { gccForLibs = cc.cc; })
else if takes ? llvm then
  # Wrappers of Intel's SYCL compiler are made from its llvm, and take their parts (dev, lib, rsrc) from its outputs.
  cc.override { llvm = behind (cc.llvm or cc.cc or (throw "larder: ${lib.getName cc} is made from an llvm and has no attribute llvm or cc to wrap")); }
else
  # It can't be taken apart (nixpkgs' intel-llvm is a join of wrapper and compiler), so the launchers stand before it. larder then asks the
  # wrapper each time what it would run, which costs more than standing behind it.
  links {
    unwrappedCC = cc;
    inherit settings extraConfig;
    programs = [ "clang" "clang++" "cc" "c++" ];
  }
