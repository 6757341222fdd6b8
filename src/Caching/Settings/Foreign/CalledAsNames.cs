namespace Larder.Caching.Settings.Foreign;

/// <summary>The names under which this program takes another cache's settings and commands.</summary>
public static class CalledAsNames
{
    /// <summary>By a file name. Two comparisons of short words: every compile asks.</summary>
    public static CalledAs Of(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("ccache"u8) ? CalledAs.Ccache
        : name.SequenceEqual("sccache"u8) ? CalledAs.Sccache
        : CalledAs.Larder;
}
