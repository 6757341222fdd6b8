namespace Larder.Units.Derivations;

/// <summary>An output of a derivation.</summary>
/// <param name="Path">Its store path; empty where that is only known when it is built (content-addressed derivations).</param>
/// <param name="HashAlgorithm">Of a fixed output: "r:sha256"; else empty.</param>
/// <param name="Hash">Of a fixed output; else empty.</param>
internal sealed record DerivationOutput(string Path, string HashAlgorithm, string Hash);
