namespace Larder.Caching.Settings;

/// <summary>What is wrong with a configuration.</summary>
public enum SettingProblemKind
{
    /// <summary>A setting is given a value that it doesn't take.</summary>
    BadValue,

    /// <summary>A file or the environment names a setting that doesn't exist.</summary>
    UnknownSetting,

    /// <summary>A line of a file is neither a setting, a comment nor blank.</summary>
    BadLine,

    /// <summary>A configuration file stands there and can't be read, or is one that was asked for and is missing.</summary>
    UnreadableFile,

    /// <summary>There is no place for the cache: no "dir", no XDG_CACHE_HOME and no HOME. Caching is off.</summary>
    NoDirectory,

    /// <summary>A launcher's sidecar names no compiler.</summary>
    NoCompiler,

    /// <summary>A setting of another cache, by whose name this program is called, has a value that it doesn't take. Only commands say it.</summary>
    OfOthers,
}
