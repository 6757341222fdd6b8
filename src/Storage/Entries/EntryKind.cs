namespace Larder.Storage;

/// <summary>The kinds of entry of a store. Written to disk, never change.</summary>
public enum EntryKind : byte
{
    /// <summary>The variants known for a source and its arguments (<c>.m</c>).</summary>
    Manifest = 1,

    /// <summary>What one compile made (<c>.r</c>).</summary>
    Result = 2,

    /// <summary>What a compiler said of itself (<c>.t</c>).</summary>
    Toolchain = 3,

    /// <summary>What a precompiled header was made of, under the digest of its content (<c>.p</c>).</summary>
    PrecompiledHeader = 4,
}
