namespace Larder.Units.Scheduling;

/// <summary>Which side of a dependency counts for a node. Written to disk, never change.</summary>
internal enum DependencyUse
{
    /// <summary>Only what its shared libraries show to a linker: it is known by what is in the dependencies' own libraries (a search path) alone.</summary>
    Link = 1,

    /// <summary>All its files, shared libraries by what they show to a linker.</summary>
    Interface = 2,

    /// <summary>All its files as they are, since they may be run.</summary>
    Content = 3,

    /// <summary>All its files as they are, Rust libraries by their metadata: for a crate that compiles against them and links nothing.</summary>
    Metadata = 4,
}
