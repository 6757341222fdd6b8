namespace Larder.CommandLine.Watching;

/// <summary>A column of the table of builds.</summary>
/// <param name="Head">What stands above it.</param>
/// <param name="Width">How wide it is.</param>
/// <param name="Text">What it says of a build.</param>
internal sealed record BuildColumn(string Head, int Width, Func<BuildActivity, string> Text)
{
    private static readonly BuildColumn Hits = new("hits", 6, static build => build.Tally.Hits.ToString());
    private static readonly BuildColumn Misses = new("misses", 6, static build => build.Tally.Misses.ToString());
    private static readonly BuildColumn Rate = new("rate", 7, static build => build.Tally.Rate);

    /// <summary>How wide a build's name is, whose end says most: ci-1234.</summary>
    internal static int NameWidth(bool isWide) => isWide ? 14 : 7;

    /// <summary>All of them, the directory apart.</summary>
    internal static BuildColumn[] Wide { get; } =
    [
        Session(isWide: true), Hits, Misses, new("uncached", 8, static build => build.Tally.Uncached.ToString()), Rate,
        new("running", 7, static build => build.Held.ToString()), new("queued", 6, static build => build.Waiting.ToString()),
        new("saved", 8, static build => build.Tally.SavedText),
    ];

    /// <summary>Those that matter most.</summary>
    internal static BuildColumn[] Narrow { get; } =
        [Session(isWide: false), Hits, Misses, Rate, new("running", 7, static build => build.Held.ToString())];

    private static BuildColumn Session(bool isWide) =>
        new("build", NameWidth(isWide), build => WatchText.Fit(build.Name, NameWidth(isWide), keepEnd: true));
}
