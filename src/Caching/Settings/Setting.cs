namespace Larder.Caching.Settings;

/// <summary>The settings, in the order in which people are shown them. <see cref="SettingTable"/> says what each one is.</summary>
public enum Setting
{
    Dir,
    MaxSize,
    MaxFiles,
    Umask,
    Compression,
    NoDaemon,
    AutoStart,
    LookUpFirst,
    MaxJobs,
    MemorySize,
    IdleTimeout,
    Socket,
    ShareEntries,
    Disable,
    Passthrough,
    ReadOnly,
    Recache,
    PreprocessorMode,
    HashDir,
    BaseDirs,
    Sloppiness,
    CompilerCheck,
    ExtraFiles,
    IgnoreOptions,
    Namespace,
    PrefixCommand,
    Stats,
    Log,
}
