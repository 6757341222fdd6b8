using Larder.Storage;
using Larder.Units.Derivations;
using Larder.Units.Sources;

namespace Larder.Units.Scheduling;

/// <summary>What the last successful build of a unit was made of: so that it can be said what has changed, and how long it takes.</summary>
internal sealed record BuildRecord
{
    /// <summary>The artifact's key.</summary>
    internal required Digest Key { get; init; }

    /// <summary>When it ended, in seconds since 1970.</summary>
    internal required long Time { get; init; }

    /// <summary>How long the phases took.</summary>
    internal required long Milliseconds { get; init; }

    internal required Digest Identity { get; init; }

    /// <summary>Digests of the derivation's attributes' values, by name.</summary>
    internal required SortedDictionary<string, Digest> Attributes { get; init; }

    /// <summary>The source tree's digest.</summary>
    internal required Digest Source { get; init; }

    internal required SourceFile[] Files { get; init; }

    internal required DependencyView[] Dependencies { get; init; }

    /// <summary>Of each attribute that a derivation has, wherever it stands.</summary>
    internal static SortedDictionary<string, Digest> AttributesOf(Derivation derivation)
    {
        SortedDictionary<string, Digest> attributes = new(StringComparer.Ordinal);
        foreach ((string name, string value) in derivation.Environment)
        {
            if (name != "__json")
                attributes[name] = Digest.Of(Posix.ByteText.Encode(value));
        }

        foreach ((string name, System.Text.Json.Nodes.JsonNode? value) in derivation.StructuredAttributes ?? [])
            attributes[name] = Digest.Of(Posix.ByteText.Encode(value?.ToJsonString() ?? "null"));
        return attributes;
    }
}
