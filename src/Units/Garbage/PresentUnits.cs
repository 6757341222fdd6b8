namespace Larder.Units.Garbage;

/// <summary>What the present evaluation of a repository has.</summary>
/// <param name="Units">The names of its units and of what stands between them.</param>
/// <param name="Builds">Their build directories, as <see cref="Layout.UnitDirectories.Build"/> calls them. They are as any other but for being kept when size alone decides and others will do.</param>
internal sealed record PresentUnits(IReadOnlySet<string> Units, IReadOnlySet<string> Builds);
