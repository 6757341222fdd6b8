namespace Larder.CommandLine.Ccache;

/// <summary>An option of ccache's.</summary>
/// <param name="Kind">What it asks for.</param>
/// <param name="Letter">Its short form, or NUL.</param>
/// <param name="Name">Its long form without "--".</param>
/// <param name="Value">What its value is called in the help; empty where it takes none.</param>
/// <param name="Help">What it does.</param>
internal sealed record CcacheOption(CcacheOptionKind Kind, char Letter, string Name, string Value, string Help)
{
    /// <summary>It changes how commands work, whichever place it stands in.</summary>
    internal bool IsModifier => Kind is CcacheOptionKind.ConfigPath or CcacheOptionKind.CacheDirectory or CcacheOptionKind.Verbose or CcacheOptionKind.Format
        or CcacheOptionKind.Threads;
}
