namespace Larder.Units.Declaration;

/// <summary>A value of a TOML file, of the kinds that <see cref="TomlReader"/> keeps.</summary>
/// <param name="Section">The table's name as it stands in brackets: "units", "package"; "[]" is added to that of an array of tables. Empty: above all of them.</param>
/// <param name="Name">The key, as written but for quotes; a dotted one with its dots.</param>
/// <param name="Line">Where it stands, from 1.</param>
/// <param name="Text">Of a string; null: it is none.</param>
/// <param name="Strings">Of a list of strings (an empty one too); null: it is none.</param>
internal sealed record TomlValue(string Section, string Name, int Line, string? Text, string[]? Strings);
