namespace Larder.Caching.Settings;

/// <summary>What values a setting takes. <see cref="SettingKinds"/> has each kind's name and the sentence on what is accepted.</summary>
public enum SettingKind
{
    /// <summary>1/0, true/false, yes/no, on/off, in any case.</summary>
    Flag,

    /// <summary>Bytes, with k M G T (powers of 1000) or Ki Mi Gi Ti (of 1024); 0 is no limit.</summary>
    Size,

    /// <summary>A whole number; 0 is no limit.</summary>
    Count,

    /// <summary>A whole number; 0 is as many as there are processors.</summary>
    Jobs,

    /// <summary>Seconds, or a number with s, m, h or d; 0 is never.</summary>
    Duration,

    /// <summary>Octal permission bits, 0 to 777, or nothing.</summary>
    Mask,

    /// <summary>"off", or a zstd level from 1 to 19.</summary>
    Level,

    /// <summary>An absolute path, or one that begins with "~/".</summary>
    Path,

    /// <summary>Paths, colon-separated.</summary>
    Paths,

    /// <summary>An address and port of this machine alone, or an absolute path.</summary>
    Loopback,

    /// <summary>Words of <see cref="Larder.Caching.Settings.Sloppiness"/>, comma-separated.</summary>
    Sloppiness,

    /// <summary>"content", "mtime" or "string:TEXT".</summary>
    CompilerCheck,

    /// <summary>A word of <see cref="EntrySharing"/>.</summary>
    Sharing,

    /// <summary>Compiler options, space-separated, each with an optional trailing "*".</summary>
    Options,

    /// <summary>A share from 0 to 1, with six decimal places at most; kept in millionths.</summary>
    Share,

    /// <summary>Any words, space-separated.</summary>
    Words,

    /// <summary>Any text.</summary>
    Text,
}
