namespace Larder.Caching.Neutral;

/// <summary>The rules without recipes that <c>-MP</c> adds to a dependency file, and how they are set. Written to disk, never change.</summary>
internal enum PhonyRules : byte
{
    /// <summary>There are none.</summary>
    None = (byte)'0',

    /// <summary>A line each (gcc since 10).</summary>
    InLines = (byte)'1',

    /// <summary>A line each, behind an empty one (clang).</summary>
    AfterBlankLines = (byte)'2',
}
