using System.Text.Json;
using System.Text.Json.Nodes;

namespace Larder.Units.Declaration;

/// <summary>What the evaluation of evaluate.nix gave, as units: the JSON that is read here is of its making.</summary>
internal sealed class EvaluationResult
{
    private const string CargoFile = "/Cargo.toml";

    private readonly Repository _repository;
    private readonly SourceFinder _sources;
    private readonly SortedSet<string> _manifests = new(StringComparer.Ordinal);

    private EvaluationResult(Repository repository)
    {
        _repository = repository;
        _sources = new SourceFinder(repository.Root);
    }

    internal UnitDeclaration[] Units { get; private set; } = [];

    /// <summary>Cargo.toml files by whose names sources were found.</summary>
    internal IReadOnlyCollection<string> Manifests => _manifests;

    /// <summary>Paths of sources that lead over links.</summary>
    internal IReadOnlyCollection<string> SourcePaths => _sources.Paths;

    /// <summary>Reads what Nix wrote.</summary>
    /// <exception cref="UnitFault">Something is declared that can't be a unit: with the attribute and what would be right.</exception>
    internal static EvaluationResult Read(string json, Repository repository)
    {
        EvaluationResult result = new(repository);
        try
        {
            JsonNode root = JsonNode.Parse(json) ?? throw result.Odd("null");
            result.Take(root);
        }
        catch (Exception fault) when (fault is JsonException or ArgumentException or InvalidOperationException or FormatException)
        {
            throw result.Odd(fault.Message);
        }

        return result;
    }

    private void Take(JsonNode root)
    {
        if (Text(root["type"]) is not "set" and { } type)
            throw new UnitFault($"{_repository.File} must evaluate to an attribute set with units below \"cc\", or to a function that gives one, and evaluates to a {type}");
        JsonArray entries = root["units"] as JsonArray ?? throw Odd("no units");
        Units = [.. entries.Select(entry => Unit(entry as JsonObject ?? throw Odd("a unit that is no object")))];
        if (Units.Length == 0)
            throw new UnitFault($"{_repository.File} declares no units: C and C++ units stand below \"cc\", Rust crates below PROFILE.workspaceMembers");
        if (Units.GroupBy(unit => unit.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new UnitFault($"{_repository.File} declares two units of the name {twice.Key}");
    }

    private UnitDeclaration Unit(JsonObject entry)
    {
        string attribute = Text(entry["attribute"]) ?? throw Odd("a unit without an attribute");
        string where = $"{_repository.File}: {attribute}";
        string type = Text(entry["type"]) ?? throw Odd("a unit without a type");
        if (type.StartsWith("no set: ", StringComparison.Ordinal))
            throw new UnitFault($"{where} must be a set of units, and is a {type["no set: ".Length..]}");
        if (type != "derivation")
            throw new UnitFault($"{where} must be a derivation, and is a {type}");

        string name = Text(entry["name"]) ?? throw Odd("a unit without a name");
        if (!IsName(name))
            throw new UnitFault($"{where} can't be a unit's name, which stands in paths: only letters, digits and + - . _ ? = are possible, not first a \".\"");
        string derivation = Text(entry["derivation"]) ?? throw Odd("a unit without a derivation");
        return new UnitDeclaration(name, derivation, Source(entry, where), Options(entry, where));
    }

    private string Source(JsonObject entry, string where)
    {
        if (entry["source"] is { } declared)
            return _sources.Checked(Text(declared) ?? throw new UnitFault($"{where} has a source that is no path: it must be a string, relative to {_repository.Root}"), where);
        if (Text(entry["crate"]) is not { } crate)
            throw new UnitFault($"{where} is a derivation without a source: declare it by \"unit {{ drv = …; src = \"directory\"; }}\", or give it the attribute larderSource");
        string source = _sources.OfCrate(crate, where);
        _manifests.Add(source + CargoFile);
        return source;
    }

    private static UnitOptions Options(JsonObject entry, string where)
    {
        if (entry["ignored"] is not JsonArray ignored || ignored.Any(glob => Text(glob) == null))
            throw new UnitFault($"{where}: \"ignored\" must be a list of strings");
        return new UnitOptions([.. ignored.Select(glob => Text(glob)!)], Flag(entry, "fixup", where), Flag(entry, "checks", where), Flag(entry, "contentCutoff", where));
    }

    private static bool Flag(JsonObject entry, string name, string where) => entry[name]?.GetValueKind() switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw new UnitFault($"{where}: \"{name}\" must be true or false"),
    };

    private static string? Text(JsonNode? node) => node is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    // What Nix allows in a store path's name, so that a unit's name can stand in any path.
    private static bool IsName(string name) =>
        name.Length is > 0 and < 200 && name[0] != '.' && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '-' or '.' or '_' or '?' or '=');

    private UnitFault Odd(string problem) => new($"what Nix wrote of {_repository.File} can't be read: {problem}");
}
