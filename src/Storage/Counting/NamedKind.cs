namespace Larder.Storage;

/// <summary>What a text of the statistics names. Written to disk, never change.</summary>
internal enum NamedKind : byte
{
    None = 0,

    /// <summary>A namespace and a compiler.</summary>
    Group = 1,

    /// <summary>A session.</summary>
    Session = 2,
}
