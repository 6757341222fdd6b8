namespace Larder.Caching.Settings.Foreign;

/// <summary>What becomes of another cache's setting.</summary>
public enum ForeignUse
{
    /// <summary>It is one of ours.</summary>
    Mapped,

    /// <summary>What it asks for is so here in any case, or makes no difference; nothing need be said.</summary>
    Always,

    /// <summary>It means something, and isn't done here: the commands say so.</summary>
    Unused,

    /// <summary>It says which compiler runs.</summary>
    Compiler,

    /// <summary>It says where compilers are searched.</summary>
    SearchPath,
}
