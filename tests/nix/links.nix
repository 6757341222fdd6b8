# The compiler with larder in front: launchers (links to the shim, each with its sidecar file) in bin, everything else of the compiler
# as it is, by links.
{ tools, closure, compiler, names, larder, config }:

derivation {
  name = "larder-links-host";
  system = builtins.currentSystem;
  builder = "${tools.bash}/bin/bash";
  args = [ "-e" ./make-links.sh ];
  PATH = "${tools.tools}/bin";
  inherit closure compiler names larder config;
}
