# What larder has Nix evaluate: the repository's units, as data. It judges nothing that larder can say better than Nix's traces do.
{
  # The repository's units.nix, absolute.
  file,
  # lib/units.nix.
  library,
}:
let
  inherit (builtins)
    attrNames
    concatMap
    functionArgs
    isAttrs
    isFunction
    isList
    isString
    match
    removeAttrs
    toXML
    tryEval
    typeOf
    unsafeDiscardStringContext
    ;

  given = import library;
  value = import file;

  # Called as nix-build would call it, and with what larder gives. "functionArgs" doesn't tell { ... }: and args: from { }:, XML does.
  called =
    if !isFunction value then
      value
    else if match ".*(<varpat|ellipsis=).*" (toXML value) != null then
      value given
    else
      value (removeAttrs given (attrNames (removeAttrs given (attrNames (functionArgs value)))));

  isDerivation = thing: isAttrs thing && (thing.type or null) == "derivation";

  # A path would be copied into the store on its way into JSON.
  plain = thing: if isString thing then unsafeDiscardStringContext thing else if typeOf thing == "path" then toString thing else thing;

  describe =
    attribute: thing:
    if isDerivation thing then
      {
        inherit attribute;
        type = "derivation";
        derivation = unsafeDiscardStringContext thing.drvPath;
        source = plain (thing.larderSource or thing.bobCcSrc or null);
        ignored = if isList (thing.larderIgnored or [ ]) then map plain (thing.larderIgnored or [ ]) else "no list";
        fixup = thing.larderFixup or false;
        checks = thing.larderChecks or false;
        contentCutoff = thing.larderContentCutoff or false;
      }
    else
      {
        inherit attribute;
        type = typeOf thing;
      };

  # Compiled C and C++.
  compiled = called.cc or { };
  compiledUnits =
    if isAttrs compiled && !isDerivation compiled then
      map (name: describe "cc.${name}" compiled.${name} // { inherit name; }) (attrNames compiled)
    else
      [ (describe "cc" compiled // { type = "no set: ${typeOf compiled}"; name = "cc"; }) ];

  # Rust: a profile is any other attribute that has crates in "workspaceMembers", as crate2nix writes it.
  profiles = removeAttrs called [ "cc" ];
  isProfile = name: (tryEval (isAttrs profiles.${name} && isAttrs (profiles.${name}.workspaceMembers or null))).value;
  crates =
    profile:
    let
      members = profiles.${profile}.workspaceMembers;
    in
    map (
      crate:
      let
        build = members.${crate}.build or null;
      in
      describe "${profile}.workspaceMembers.${crate}.build" build
      // {
        name = "${profile}.${crate}";
        crate = build.crateName or crate;
      }
    ) (attrNames members);
in
if isAttrs called && !isDerivation called then
  {
    type = "set";
    units = compiledUnits ++ concatMap crates (builtins.filter isProfile (attrNames profiles));
  }
else
  {
    type = if isDerivation called then "derivation" else typeOf called;
    units = [ ];
  }
