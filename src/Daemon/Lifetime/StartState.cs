namespace Larder.Daemon.Lifetime;

/// <summary>How a start ended.</summary>
internal enum StartState
{
    /// <summary>The new daemon's socket answers.</summary>
    Serving,

    /// <summary>There was one, and it answers.</summary>
    Running,

    /// <summary>There is none, for the reason given.</summary>
    Failed,
}
