namespace Larder.Compilers;

/// <summary>
/// The type of one entry of the canonical command line. The types make the framing unambiguous: an option with a value is
/// never equal to two options, whatever bytes they hold. Part of the cache key: append only.
/// </summary>
public enum KeyPartKind : byte
{
    /// <summary>The language as -x would name it. Always first.</summary>
    Language = 1,

    /// <summary>-c or -S. Always second.</summary>
    Stage = 2,

    /// <summary>The name of an option; a <see cref="Value"/> follows if it has one.</summary>
    Option = 3,

    /// <summary>The value of the option just before.</summary>
    Value = 4,

    /// <summary>A word that no table knows, verbatim.</summary>
    Unknown = 5,

    /// <summary>The output's path, where it can reach what is written.</summary>
    Output = 6,
}
