namespace Larder.Units.Replay.State;

/// <summary>How the dependencies' views differ from what a build directory saw.</summary>
[Flags]
internal enum DependencyChanges
{
    None = 0,

    /// <summary>Libraries have other contents: what was linked with them is linked again.</summary>
    Libraries = 1,

    /// <summary>Headers, or what pkg-config, cmake and setup hooks read: checks may come out otherwise.</summary>
    Interfaces = 2,

    /// <summary>Names appeared or went; programs or data are others, and what they were used for isn't known to any build tool.</summary>
    Everything = 4,
}
