# Settings as the lines of a settings file. An attribute set's values are text, numbers, booleans, or null for a setting that is
# left alone; text is taken as lines that stand there already.
{ lib }:
let
  value = v: if builtins.isBool v then lib.boolToString v else toString v;

  line = name: v:
    let text = value v;
    in
    if builtins.match "[a-z_]+" name == null then
      throw "larder: \"${name}\" is no name of a setting"
    else if builtins.match "[^\n]*" text == null then
      throw "larder: the setting ${name} can't have a line end in it"
    else
      "${name} = ${text}\n";
in
{
  # Lines, each with its end; "" for nothing.
  toLines = settings:
    if builtins.isString settings then
      settings + lib.optionalString (settings != "" && !lib.hasSuffix "\n" settings) "\n"
    else
      lib.concatStrings (lib.mapAttrsToList line (lib.filterAttrs (_: v: v != null) settings));
}
