using System.Text.Json;
using System.Text.Json.Nodes;

namespace Larder.Units.Replay.Phases;

/// <summary>Puts the places where things stand here in the place of those that a derivation names: store paths and placeholders of outputs.</summary>
internal sealed class PathRewriter
{
    private readonly (string From, string To)[] _places;

    /// <param name="places">What a text may name, and what it is to name; no name is the beginning of another one.</param>
    internal PathRewriter(IEnumerable<KeyValuePair<string, string>> places) => _places = [.. places.Select(place => (place.Key, place.Value))];

    internal string Rewrite(string text)
    {
        // Whatever is replaced begins with a slash.
        if (!text.Contains('/', StringComparison.Ordinal))
            return text;
        foreach ((string from, string to) in _places)
            text = text.Replace(from, to, StringComparison.Ordinal);
        return text;
    }

    /// <summary>A copy of a value with all of its texts rewritten, names of members too; members sorted, as Nix has them.</summary>
    internal JsonNode? Rewrite(JsonNode? value) => value switch
    {
        null => null,
        JsonObject members => new JsonObject(members
            .OrderBy(member => member.Key, StringComparer.Ordinal)
            .Select(member => KeyValuePair.Create(Rewrite(member.Key), Rewrite(member.Value)))),
        JsonArray elements => new JsonArray([.. elements.Select(Rewrite)]),
        _ => value.GetValueKind() == JsonValueKind.String ? JsonValue.Create(Rewrite(value.GetValue<string>())) : value.DeepClone(),
    };
}
