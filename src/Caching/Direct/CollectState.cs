namespace Larder.Caching.Direct;

/// <summary>Whether all inputs of a compile could be told.</summary>
internal enum CollectState
{
    /// <summary>They could: the set is complete.</summary>
    Complete,

    /// <summary>Only the preprocessor knows what is read: a computed include, a date, twins of a once-only header.</summary>
    NeedsPreprocessor,

    /// <summary>Nothing may be stored; the reason is counted.</summary>
    NotStorable,
}
