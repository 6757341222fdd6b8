using Larder.Units.Graph;

namespace Larder.Units.Replay.State;

/// <summary>
/// Decides what of a build directory can be used. What ninja sees itself (a newer source, a header of a dependency that has another time, a file of cmake's or
/// meson's own) is left to it; all that it can't see is told it here.
/// </summary>
internal static class ChangeReview
{
    /// <param name="kind">The unit's.</param>
    /// <param name="before">What the directory saw last; null: nothing is known.</param>
    /// <param name="now">What there is now.</param>
    /// <param name="time">The present, in nanoseconds since the epoch.</param>
    /// <param name="isConfigured">The tool that configures had come to its end.</param>
    /// <param name="afterEdits">What must be done about the configure phase where contents have changed.</param>
    internal static BuildPlan Decide(NodeKind kind, BuildState? before, BuildState now, long time, bool isConfigured, Func<ConfigureMode> afterEdits)
    {
        // Its phases compile all of it, and may leave what an earlier call had made.
        if (kind == NodeKind.Rust)
            return BuildPlan.Fresh("rustc keeps what it knows of a crate beside it");
        if (before == null)
            return BuildPlan.Fresh("nothing is known of what it holds");
        if (before.Identity != now.Identity || before.Mirrored != now.Mirrored || before.Source != now.Source)
            return BuildPlan.Fresh("it was another derivation's, or another source's");
        bool killed = before.Ended <= 0;
        // make takes half a file for a whole one that is new; ninja knows which commands have come to their end.
        if (before.Ended == BuildState.MirrorInFlux || (killed && kind == NodeKind.Plain))
            return BuildPlan.Fresh("its last replay was killed");

        DependencyChanges dependencies = DependencyViews.Compare(before.Dependencies, now.Dependencies);
        if (dependencies.HasFlag(DependencyChanges.Everything))
            return BuildPlan.Fresh("a dependency has other programs, data or names of files");
        // Without a depfile, which is anybody's guess in a Makefile, a header is in no rule.
        if (kind == NodeKind.Plain && dependencies != DependencyChanges.None)
            return BuildPlan.Fresh("a dependency has changed");
        SourceChanges sources = SourceChanges.Between(before.Sources, killed ? time : before.Ended, now.Sources);
        if (sources.Links)
            return BuildPlan.Fresh("a symbolic link of the source leads elsewhere");
        if (kind == NodeKind.Plain)
        {
            return sources.Names || sources.OtherThanCode
                ? BuildPlan.Fresh("more than source code has changed, and it is neither cmake's nor meson's")
                : new BuildPlan(null, ConfigureMode.Again, [], RemovesCompiled: true, RemovesLinked: true);
        }

        return new BuildPlan(
            null,
            Configure(sources, dependencies, isConfigured, afterEdits),
            now.Mirrored ? [] : sources.Unnoticed,
            RemovesCompiled: sources.Names,
            RemovesLinked: dependencies.HasFlag(DependencyChanges.Libraries));
    }

    private static ConfigureMode Configure(SourceChanges sources, DependencyChanges dependencies, bool isConfigured, Func<ConfigureMode> afterEdits)
    {
        if (!isConfigured || dependencies.HasFlag(DependencyChanges.Interfaces))
            return ConfigureMode.Fresh;
        ConfigureMode mode = sources.Names || sources.OtherThanCode ? ConfigureMode.Again : ConfigureMode.Skip;
        if (!sources.Names && sources.Contents.Length == 0 && sources.Unnoticed.Length == 0)
            return mode;
        ConfigureMode edits = afterEdits();
        return edits > mode ? edits : mode;
    }
}
