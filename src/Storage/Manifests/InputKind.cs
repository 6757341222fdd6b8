namespace Larder.Storage.Manifests;

/// <summary>What an input's digest is a digest of. Written to disk, never change.</summary>
public enum InputKind : byte
{
    /// <summary>The content of the file.</summary>
    Content = 1,

    /// <summary>The sorted names in the directory.</summary>
    Listing = 2,

    /// <summary>Nothing: something that is no directory stands at the path, whatever it holds (a true <c>__has_include</c>).</summary>
    Present = 3,

    /// <summary>Nothing: a directory stands at the path (a search directory, which compilers drop where it is missing).</summary>
    DirectoryPresent = 4,

    /// <summary>The path without links that it leads to (which of two search directories is the other's double hangs on it).</summary>
    RealPath = 5,

    /// <summary>
    /// Nothing: a directory stands at the path, and it is none of the others of this kind (of two search directories that are
    /// one, compilers drop one).
    /// </summary>
    DistinctDirectory = 6,

    /// <summary>Nothing: something that is no directory stands at the path, and it is none of the others of this kind and the last.</summary>
    DistinctFile = 7,

    /// <summary>
    /// In place of a digest, a number (u32, then zeros): the path leads to the same file or directory, by device and inode, as
    /// the distinct one of that number, counted from 0 in the order of the set.
    /// </summary>
    SameAsDistinct = 8,

    /// <summary>
    /// In place of a digest, the 32 characters of a hash: what lies below the path (/nix/store/HASH-name) can't change, and need not be looked at
    /// where the path has that hash still. Never untrue: where the hash is another one, the inputs below are compared one by one. Stands before
    /// them, and is no part of a result's key.
    /// </summary>
    Immutable = 9,

    /// <summary>
    /// In place of a digest, the time of the last modification in seconds (i64, then zeros): clang writes it into a precompiled header, and takes
    /// none whose headers have other times.
    /// </summary>
    Modified = 10,

    /// <summary>What a precompiled header was made of (<see cref="PrecompiledHeader.Identity"/>), whatever its bytes and the texts now are.</summary>
    PrecompiledHeader = 11,

    /// <summary>The same, and all that it was made of is as it was then, with its time of modification where the header holds that.</summary>
    PrecompiledHeaderAndText = 12,

    /// <summary>Nothing: the path without links that it leads to isn't shorter than the path (gcc takes the shorter one for a system header's name).</summary>
    NotShorter = 13,

    /// <summary>Nothing: the path leads through no link, from the working directory without links.</summary>
    Unlinked = 14,

    /// <summary>What a compiler sees of the file (SeenText), whatever its comments hold. Only behind a <see cref="SeenContent"/> of the same path.</summary>
    Seen = 15,

    /// <summary>The content that the file had which was seen so: where it has it still, nothing need be read.</summary>
    SeenContent = 16,

    /// <summary>In place of a digest, the key of the manifest where the same result stands with all inputs, by their contents. Without a path.</summary>
    SeenRest = 17,
}
