namespace Larder.Units.Sources;

/// <summary>What stands at a path of a tree. Written to disk, never change.</summary>
internal enum SourceFileKind
{
    File = 1,
    Executable = 2,
    Link = 3,

    /// <summary>Only an empty one is recorded: the others are known by what is in them.</summary>
    Directory = 4,
}
