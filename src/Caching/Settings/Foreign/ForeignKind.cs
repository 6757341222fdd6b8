namespace Larder.Caching.Settings.Foreign;

/// <summary>How another cache writes a value, and so how it becomes one of ours. <see cref="ForeignValues"/> does it.</summary>
public enum ForeignKind
{
    /// <summary>Any text, taken as it is.</summary>
    Text,

    /// <summary>true or false; in ccache's environment anything, but for the words that look like "false".</summary>
    Flag,

    /// <summary>A flag of which only "false" says something: it switches on what the setting is.</summary>
    FlagOffMeansOn,

    /// <summary>A flag of which only "true" says something: it switches on what the setting is.</summary>
    FlagOnMeansOn,

    /// <summary>A flag whose "false" switches compression off.</summary>
    CompressionFlag,

    /// <summary>A flag whose "true" switches compression off.</summary>
    CloneFlag,

    /// <summary>Given, with whatever value, it is on.</summary>
    Presence,

    /// <summary>A number with k, M, G, T (of 1000) or Ki, Mi, Gi, Ti; without one, G.</summary>
    DecimalSize,

    /// <summary>A number with K, M, G, T (of 1024), or bytes.</summary>
    BinarySize,

    /// <summary>A whole number.</summary>
    Count,

    /// <summary>A number of seconds.</summary>
    Seconds,

    /// <summary>A zstd level: 0 and below is the fastest.</summary>
    Level,

    /// <summary>Octal digits.</summary>
    Mask,

    /// <summary>A path; a relative one counts from the working directory.</summary>
    Path,

    /// <summary>Absolute paths, separated by colons.</summary>
    AbsolutePaths,

    /// <summary>Paths, separated by colons; relative ones count from the working directory.</summary>
    Paths,

    /// <summary>A path, or "syslog".</summary>
    LogFile,

    /// <summary>mtime, content, none, string:TEXT, or a command.</summary>
    CompilerCheck,

    /// <summary>Words, separated by commas or blanks; those that aren't known are ignored.</summary>
    Sloppiness,

    /// <summary>READ_ONLY or READ_WRITE.</summary>
    ReadWriteMode,
}
