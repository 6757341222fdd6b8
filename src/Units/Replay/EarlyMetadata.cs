namespace Larder.Units.Replay;

/// <summary>The metadata of a crate's library, whose code is still being generated.</summary>
/// <param name="Crate">The library's file name.</param>
/// <param name="Metadata">What rustc wrote.</param>
/// <param name="Target">The directory that the library will stand in; null: not known.</param>
internal sealed record EarlyMetadata(string Crate, byte[] Metadata, string? Target);
