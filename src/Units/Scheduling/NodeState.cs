namespace Larder.Units.Scheduling;

/// <summary>How a node came out of a build.</summary>
internal enum NodeState
{
    /// <summary>The view held the right artifact already.</summary>
    Kept,

    /// <summary>The right artifact existed, and the view holds it now.</summary>
    Restored,

    /// <summary>Its phases have run.</summary>
    Built,

    /// <summary>Its phases failed, or what it made is not what it must make.</summary>
    Failed,

    /// <summary>Not begun, or begun for nothing: a dependency failed.</summary>
    Skipped,

    /// <summary>Not begun or not ended: the build was stopped.</summary>
    Stopped,
}
