# A stdenv whose compiler is behind larder.
{ lib, overrideCC, larderWrapper }:
rec {
  # The stdenv itself; everything else of it, its own override too, stays as it is.
  make = {
    stdenv,
    # Settings over the usual ones, as for larder.links; null for none.
    extraConfig ? null,
  }:
    if !(stdenv.hasCC or ((stdenv.cc or null) != null)) then
      throw "larder: this stdenv has no compiler, so there is nothing to cache"
    else if stdenv.cc.isLarder or false || stdenv.cc.cc.isLarder or false then
      stdenv
    else
      overrideCC stdenv (larderWrapper.override (
        { inherit (stdenv) cc; } // lib.optionalAttrs (extraConfig != null) { inherit extraConfig; }
      ));

  # The same, with an override that takes these arguments. Any others are for the stdenv's own override: packages call that one,
  # to change the linker for instance, of whatever stdenv they are given.
  makeOverridable = arguments:
    let
      made = make arguments;
      isOurs = new: builtins.isAttrs new && (new ? stdenv || new ? extraConfig);
    in
    made // {
      override = new: if isOurs new then makeOverridable (arguments // new) else made.override new;
    };
}
