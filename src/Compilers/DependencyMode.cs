namespace Larder.Compilers;

/// <summary>Which headers the dependency file lists.</summary>
public enum DependencyMode : byte
{
    /// <summary>No dependency file.</summary>
    None,

    /// <summary>-MD: all of them.</summary>
    All,

    /// <summary>-MMD: those that are no system headers.</summary>
    User,
}
