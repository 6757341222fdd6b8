using System.Text.Json;
using System.Text.Json.Nodes;

namespace Larder.Units.Derivations;

/// <summary>What a .drv file says. Text is as <see cref="Posix.ByteText"/> decodes it, so no byte is lost.</summary>
internal sealed class Derivation
{
    /// <summary>The .drv file's own path in the store.</summary>
    internal required string Path { get; init; }

    /// <summary>By name: "out", "dev".</summary>
    internal required SortedDictionary<string, DerivationOutput> Outputs { get; init; }

    /// <summary>The .drv files that this one needs, and which outputs of each.</summary>
    internal required SortedDictionary<string, string[]> InputDerivations { get; init; }

    /// <summary>Store paths that are there as they are: sources.</summary>
    internal required string[] InputSources { get; init; }

    internal required string System { get; init; }

    internal required string Builder { get; init; }

    internal required string[] Arguments { get; init; }

    /// <summary>The environment; with structured attributes it holds little besides "__json".</summary>
    internal required SortedDictionary<string, string> Environment { get; init; }

    /// <summary>The derivation's structured attributes ("__json"), or null where it has none.</summary>
    internal required JsonObject? StructuredAttributes { get; init; }

    /// <summary>The derivation's name: "name" of its attributes, or the file's without digest and ".drv".</summary>
    internal required string Name { get; init; }

    /// <summary>An attribute as text, wherever it stands (environment or structured attributes); null: not set.</summary>
    /// <remarks>As Nix turns values into text: a list's words are joined by blanks, true is "1", false and null are empty.</remarks>
    internal string? Attribute(string name) =>
        StructuredAttributes is { } attributes && attributes.TryGetPropertyValue(name, out JsonNode? value)
            ? Text(value)
            : Environment.GetValueOrDefault(name);

    private static string Text(JsonNode? value) => value switch
    {
        null => "",
        JsonArray list => string.Join(' ', list.Select(Text)),
        _ => value.GetValueKind() switch
        {
            JsonValueKind.String => value.GetValue<string>(),
            JsonValueKind.True => "1",
            JsonValueKind.False => "",
            _ => value.ToJsonString(),
        },
    };
}
