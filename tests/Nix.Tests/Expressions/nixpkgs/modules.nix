# A stand-in for nixpkgs' module system: imports, options with types, mkIf, mkMerge, mkDefault and mkForce at any depth.
{ isFunction, concatMap, optional, filterAttrs, findFirst }:
let
  inherit (builtins) all any attrNames elem foldl' genList head isAttrs isBool isInt isList isString length listToAttrs map mapAttrs tail;

  defaultPriority = 100;
  isOption = x: (x._type or null) == "option";

  mkOverride = priority: content: { _type = "override"; inherit priority content; };
  mkIf = condition: content: { _type = "if"; inherit condition content; };

  # An attribute set of configuration as sets whose own attributes are definitions.
  pushDown = set:
    if (set._type or null) == "merge" then concatMap pushDown set.contents
    else if (set._type or null) == "if" then map (mapAttrs (_: mkIf set.condition)) (pushDown set.content)
    else [ set ];

  definitionsAt = path: sets:
    if path == [ ] then sets
    else definitionsAt (tail path) (concatMap (set: concatMap (s: optional (s ? ${head path}) s.${head path}) (pushDown set)) sets);

  discharge = definition:
    if (definition._type or null) == "merge" then concatMap discharge definition.contents
    else if (definition._type or null) == "if" then (if definition.condition then discharge definition.content else [ ])
    else if (definition._type or null) == "override" then map (d: d // { inherit (definition) priority; }) (discharge definition.content)
    else [ { priority = defaultPriority; value = definition; } ];

  strongest = definitions:
    let priority = foldl' (least: d: if d.priority < least then d.priority else least) 10000 definitions;
    in map (d: d.value) (builtins.filter (d: d.priority == priority) definitions);

  mergeOne = path: values:
    # Functions are equal to nothing, themselves included.
    if length values == 1 || all (v: v == head values) values then head values
    else throw "the option ${builtins.concatStringsSep "." path} has conflicting definition values";

  # Attribute sets are merged by attribute, each of which may be conditional; lists are joined.
  mergeDeep = path: definitions:
    let values = strongest (concatMap discharge definitions);
    in
    if all isAttrs values && !(any (v: v ? type && v.type == "derivation") values) then
      let
        sets = concatMap pushDown values;
        merged = listToAttrs (map
          (name: { inherit name; value = concatMap (s: optional (s ? ${name}) s.${name}) sets; })
          (concatMap attrNames sets));
      in
      mapAttrs (name: mergeDeep (path ++ [ name ])) (filterAttrs (_: found: concatMap discharge found != [ ]) merged)
    else if all isList values then builtins.concatLists values
    else mergeOne path values;

  type = name: check: merge: { inherit name check merge; };
  scalar = name: check: type name check (path: definitions: mergeOne path (strongest definitions));

  types = rec {
    bool = scalar "bool" isBool;
    int = scalar "int" isInt;
    str = scalar "str" isString;
    package = scalar "package" (x: isAttrs x && x ? outPath);
    unspecified = type "anything" (_: true) (path: definitions: mergeDeep path (map (d: d.value) definitions));
    enum = values: scalar "one of ${builtins.toJSON values}" (x: elem x values);
    nullOr = t: scalar "null or ${t.name}" (x: x == null || t.check x);
    oneOf = ts: scalar "one of several" (x: any (t: t.check x) ts);
    functionTo = _: scalar "function" isFunction;
    listOf = t: type "list of ${t.name}" (x: isList x && all t.check x) (_: definitions: builtins.concatLists (strongest definitions));
    attrsOf = t: type "attribute set of ${t.name}" isAttrs
      (path: definitions:
        let
          sets = concatMap pushDown (strongest definitions);
          names = concatMap attrNames sets;
          found = name: concatMap discharge (concatMap (s: optional (s ? ${name}) s.${name}) sets);
          valueOf = name: checked t (path ++ [ name ]) (found name);
        in
        filterAttrs (_: v: true) (listToAttrs (concatMap (name: optional (found name != [ ]) { inherit name; value = valueOf name; }) names)));
  };

  checked = t: path: definitions:
    let
      wrong = builtins.filter (d: !(t.check d.value)) definitions;
    in
    if wrong != [ ] then throw "the option ${builtins.concatStringsSep "." path} is not of type ${t.name}" else t.merge path definitions;
in
{
  inherit mkIf types;
  mkOption = option: option // { _type = "option"; };
  mkEnableOption = what: { _type = "option"; type = types.bool; default = false; description = "Whether to enable ${what}."; };
  mkMerge = contents: { _type = "merge"; inherit contents; };
  mkDefault = mkOverride 1000;
  mkForce = mkOverride 50;
  literalExpression = text: { _type = "literalExpression"; inherit text; };

  evalModules = { modules, specialArgs ? { } }:
    let
      args = specialArgs // { inherit config; };
      load = module:
        let
          read = if isAttrs module || isFunction module then module else import module;
          loaded = if isFunction read then read args else read;
        in
        concatMap load (loaded.imports or [ ]) ++ [ loaded ];
      all' = concatMap load modules;
      optionsOf = module: module.options or { };
      configOf = module:
        if module ? config || module ? options then module.config or { } else removeAttrs module [ "imports" ];
      sets = map configOf all';

      mergeOptions = a: b: a // mapAttrs
        (name: value: if a ? ${name} && !(isOption value) then mergeOptions a.${name} value else value)
        b;
      options = foldl' mergeOptions { } (map optionsOf all');

      valueOf = path: option:
        let
          given = concatMap discharge (definitionsAt path sets);
          definitions = given ++ optional (option ? default) { priority = 1500; value = option.default; };
        in
        if definitions == [ ] then throw "the option ${builtins.concatStringsSep "." path} is used but not defined"
        else checked (option.type or types.unspecified) path definitions;

      build = path: tree: mapAttrs (name: value: if isOption value then valueOf (path ++ [ name ]) value else build (path ++ [ name ]) value) tree;
      config = build [ ] options;

      # What is set must be declared, as in nixpkgs.
      undeclared = path: tree: set: concatMap (one: concatMap (strayAt path tree one) (attrNames one)) (pushDown set);
      strayAt = path: tree: set: name:
        if !(tree ? ${name}) then [ (builtins.concatStringsSep "." (path ++ [ name ])) ]
        else if isOption tree.${name} || !(isAttrs set.${name}) then [ ]
        else undeclared (path ++ [ name ]) tree.${name} set.${name};
      strays = concatMap (undeclared [ ] options) sets;
    in
    if strays != [ ] then throw "the option ${head strays} does not exist" else { inherit config options; };
}
