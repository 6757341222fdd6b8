namespace Larder.CommandLine.Ccache;

/// <summary>Where ccache's statistics show a counter.</summary>
internal enum CcacheSection
{
    /// <summary>Has a line of its own, or none.</summary>
    Summary,

    /// <summary>Below "Uncacheable calls".</summary>
    Uncacheable,

    /// <summary>Below "Errors".</summary>
    Error,
}
