using Larder.Posix;

namespace Larder.Units.Derivations;

/// <summary>What stands for an output's path in attributes where the expression could not know it ("builtins.placeholder"); Nix's builder puts the path in.</summary>
internal static class Placeholders
{
    /// <summary>The text that stands for the output (libstore/derivations.cc, hashPlaceholder).</summary>
    internal static string Of(string output) => "/" + Nix32.Encode(Sha256.Of(ByteText.Encode("nix-output:" + output)));
}
