namespace Larder.Projects;

/// <summary>A project as a user would build it. Its scripts are for `sh -e -c`, in a clean copy of its source.</summary>
/// <param name="Name">As the table calls it; several may build one package.</param>
/// <param name="Package">The distribution's source package.</param>
/// <param name="System">The build system.</param>
/// <param name="Covers">What it is here for.</param>
/// <param name="Front">How larder gets in front.</param>
/// <param name="Configure">Up to where the compiles of the project itself begin.</param>
/// <param name="Build">With MAKEFLAGS set for make; ninja is told how many jobs.</param>
internal sealed record Project(string Name, string Package, string System, string Covers, Front Front, string Configure, string Build)
{
    /// <summary>The least share of hits, in per cent, among the calls of a warm build that may be hits: all but those in <see cref="NotCached"/>.</summary>
    internal double Floor { get; init; } = 100;

    /// <summary>Counters of what this project does that is known not to be cached, beside those that never are (<see cref="Reporting.Counters.NeverCached"/>).</summary>
    internal IReadOnlyList<string> NotCached { get; init; } = [];

    /// <summary>Suffixes of compilers' outputs that two bare compilers write differently, so that nothing can be proven of them here.</summary>
    internal IReadOnlyList<string> Unstable { get; init; } = [];
}
