# A stand-in for the part of nixpkgs' lib that nixos-module/ uses, written for these tests: the same names, arguments and results.
let
  inherit (builtins) attrNames concatLists elem elemAt filter genList head isAttrs isFunction isList isString length listToAttrs map mapAttrs
    match replaceStrings split stringLength substring tail concatStringsSep any all removeAttrs;
  nameValuePair = name: value: { inherit name value; };
in
rec {
  inherit attrNames elem filter head tail length map mapAttrs removeAttrs concatStringsSep any all replaceStrings substring stringLength;

  id = x: x;
  boolToString = b: if b then "true" else "false";
  toList = x: if isList x then x else [ x ];
  optional = c: x: if c then [ x ] else [ ];
  optionals = c: x: if c then x else [ ];
  optionalString = c: x: if c then x else "";
  optionalAttrs = c: x: if c then x else { };
  concatMap = builtins.concatMap;
  foldl = builtins.foldl';
  findFirst = f: default: list: let found = filter f list; in if found == [ ] then default else head found;
  unique = foldl (seen: x: if elem x seen then seen else seen ++ [ x ]) [ ];

  concatStrings = concatStringsSep "";
  concatMapStrings = f: list: concatStrings (map f list);
  concatMapStringsSep = separator: f: list: concatStringsSep separator (map f list);
  hasPrefix = prefix: text: substring 0 (stringLength prefix) text == prefix;
  hasSuffix = suffix: text:
    let n = stringLength text - stringLength suffix; in n >= 0 && substring n (-1) text == suffix;
  hasInfix = infix: text: length (splitString infix text) > 1;
  removePrefix = prefix: text: if hasPrefix prefix text then substring (stringLength prefix) (-1) text else text;
  removeSuffix = suffix: text: if hasSuffix suffix text then substring 0 (stringLength text - stringLength suffix) text else text;
  splitString = separator: text:
    filter isString (split (replaceStrings [ "." "?" "+" "*" "(" ")" "[" "]" "{" "}" "^" "$" "|" "\\" ] [ "\\." "\\?" "\\+" "\\*" "\\(" "\\)" "\\[" "]" "\\{" "}" "\\^" "\\$" "\\|" "\\\\" ] separator) text);

  genAttrs = names: f: listToAttrs (map (name: nameValuePair name (f name)) names);
  filterAttrs = f: set: listToAttrs (concatMap (name: optional (f name set.${name}) (nameValuePair name set.${name})) (attrNames set));
  mapAttrsToList = f: set: map (name: f name set.${name}) (attrNames set);
  attrByPath = path: default: set:
    if path == [ ] then set
    else if isAttrs set && set ? ${head path} then attrByPath (tail path) default set.${head path}
    else default;

  isDerivation = x: (x.type or null) == "derivation";
  getOutput = output: package:
    if !(package ? outputSpecified) || !package.outputSpecified then package.${output} or package.out or package else package;
  getBin = getOutput "bin";
  getLib = getOutput "lib";
  getDev = getOutput "dev";
  getName = x: if isString x then (builtins.parseDrvName x).name else x.pname or (builtins.parseDrvName x.name).name;
  getVersion = x: if isString x then (builtins.parseDrvName x).version else x.version or (builtins.parseDrvName x.name).version;
  getExe = x: "${getBin x}/bin/${x.meta.mainProgram or (getName x)}";

  isFunction = f: builtins.isFunction f || (f ? __functor && isFunction (f.__functor f));
  functionArgs = f: if f ? __functor then f.__functionArgs or (functionArgs (f.__functor f)) else builtins.functionArgs f;
  setFunctionArgs = f: args: { __functor = _: f; __functionArgs = args; };

  # A function's result with "override", which knows what the function takes.
  makeOverridable = f: origArgs:
    let
      result = f origArgs;
      overrideWith = newArgs: origArgs // (if isFunction newArgs then newArgs origArgs else newArgs);
      override = setFunctionArgs (newArgs: makeOverridable f (overrideWith newArgs)) (functionArgs f);
      overrideAttrs = g: makeOverridable (setFunctionArgs (args: (f args).overrideAttrs g) (functionArgs f)) origArgs;
    in
    if isAttrs result then result // { inherit override; } // optionalAttrs (result ? overrideAttrs) { inherit overrideAttrs; } else result;

  fix = f: let x = f x; in x;
  composeExtensions = foldl (f: g: final: prev: let a = f final prev; b = g final (prev // a); in a // b) (_: _: { });

  cleanSourceWith = { src, filter, name ? "source" }: builtins.path { inherit name filter; path = src; };
  licenses.mit = { spdxId = "MIT"; };

  inherit (import ./modules.nix { inherit isFunction concatMap optional filterAttrs findFirst; })
    mkOption mkEnableOption mkIf mkMerge mkDefault mkForce literalExpression types evalModules;
}
