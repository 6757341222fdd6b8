using Larder.Storage;

namespace Larder.Units.Replay.State;

/// <summary>What a build directory has seen: what its last replay was given, and whether that came to its end.</summary>
internal sealed class BuildState
{
    /// <summary>For <see cref="Ended"/>: the phases are at work, or were killed.</summary>
    internal const long AtWork = 0;

    /// <summary>For <see cref="Ended"/>: the mirror is being brought in step, and may hold more than is said here.</summary>
    internal const long MirrorInFlux = -1;

    /// <summary>The unit's identity. No build directory's name says all of it, and that of the one in its place says nothing.</summary>
    internal required Digest Identity { get; init; }

    /// <summary>The phases see a mirror of the source, not the live directory.</summary>
    internal required bool Mirrored { get; init; }

    /// <summary>The live source directory.</summary>
    internal required string Source { get; init; }

    /// <summary>When the last replay had ended, in nanoseconds since the epoch; or that it hasn't.</summary>
    internal required long Ended { get; init; }

    /// <summary>The live source, sorted by path.</summary>
    internal required SeenSource[] Sources { get; init; }

    /// <summary>What larder wrote into the mirror, which phases may have changed since; empty without one.</summary>
    internal required SeenSource[] Mirror { get; init; }

    /// <summary>The dependencies' views, sorted by path.</summary>
    internal required SeenDependency[] Dependencies { get; init; }

    /// <summary>The same with the end of its replay.</summary>
    internal BuildState At(long ended) => new()
    {
        Identity = Identity,
        Mirrored = Mirrored,
        Source = Source,
        Ended = ended,
        Sources = Sources,
        Mirror = Mirror,
        Dependencies = Dependencies,
    };
}
