using static Larder.Caching.Settings.Foreign.ForeignKind;
using static Larder.Caching.Settings.Foreign.ForeignUse;

namespace Larder.Caching.Settings.Foreign;

/// <summary>sccache's settings, which are read from the environment (its docs/Configuration.md and its code, 0.4 to 0.17).</summary>
public static class SccacheSettings
{
    /// <summary>What its limit is where none is given.</summary>
    internal const string DefaultMaxSize = "10Gi";

    private const string OnlyLocal = "larder has no remote storage; results are kept in the cache directory alone";
    private const string OwnSocket = "larder's daemon has a socket of its own, found by rule";
    private const string Distributed = "larder compiles on this machine alone; prefix_command = distcc or icecc can change that";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ForeignRow> Rows { get; } =
    [
        new("", "DIR", ForeignKind.Path, Mapped, Setting.Dir),
        new("", "CACHE_SIZE", BinarySize, Mapped, Setting.MaxSize),
        new("", "DIRECT", FlagOffMeansOn, Mapped, Setting.PreprocessorMode),
        new("", "LOCAL_RW_MODE", ReadWriteMode, Mapped, Setting.ReadOnly),
        new("", "BASEDIRS", AbsolutePaths, Mapped, Setting.BaseDirs),
        new("", "RECACHE", Presence, Mapped, Setting.Recache),
        new("", "NO_CACHE", Presence, Mapped, Setting.Disable),
        new("", "NO_DAEMON", Presence, Mapped, Setting.NoDaemon, Remark: "no process is left behind, as most who set it expect"),
        new("", "IDLE_TIMEOUT", Seconds, Mapped, Setting.IdleTimeout),
        new("", "CACHE_ZSTD_LEVEL", Level, Mapped, Setting.Compression),
        new("", "EXTRAFILES", Paths, Mapped, Setting.ExtraFiles),
        new("", "C_CUSTOM_CACHE_BUSTER", Text, Mapped, Setting.Namespace),
        new("", "IGNORE_SERVER_IO_ERROR", Text, Always, Remark: "a daemon in trouble never fails a build"),
        new("", "CLIENT_SIDE", Text, Always, Remark: "the compiler always runs as the caller's child"),
        new("", "START_SERVER", Text, Always, Remark: "\"sccache\" alone with it runs the daemon"),
        new("", "STARTUP_*", Text, Always, Remark: "nobody waits for the daemon"),
        new("", "MAX_FRAME_LENGTH", Text, Always, Remark: "there is no such limit"),
        new("", "ALLOW_CORE_DUMPS", Text, Always, Remark: "the caller's limits count"),
        new("", "CACHE_MULTIARCH", Text, Always, Remark: "several -arch are not cached"),
        new("", "SERVER_*", Text, Always, Remark: OwnSocket),
        new("", "CONF", Text, Unused, Remark: "sccache's configuration file is not read"),
        new("", "CACHED_CONF", Text, Unused, Remark: "sccache's configuration file is not read"),
        new("", "LOG*", Text, Unused, Remark: "LARDER_LOG=FILE gets a line for each compile"),
        new("", "ERROR_LOG", Text, Unused, Remark: "LARDER_LOG=FILE gets a line for each compile"),
        new("", "BUCKET", Text, Unused, Remark: OnlyLocal),
        new("", "REGION", Text, Unused, Remark: OnlyLocal),
        new("", "ENDPOINT", Text, Unused, Remark: OnlyLocal),
        new("", "S3_*", Text, Unused, Remark: OnlyLocal),
        new("", "REDIS*", Text, Unused, Remark: OnlyLocal),
        new("", "MEMCACHED*", Text, Unused, Remark: OnlyLocal),
        new("", "GCS_*", Text, Unused, Remark: OnlyLocal),
        new("", "GHA_*", Text, Unused, Remark: OnlyLocal),
        new("", "AZURE_*", Text, Unused, Remark: OnlyLocal),
        new("", "WEBDAV_*", Text, Unused, Remark: OnlyLocal),
        new("", "OSS_*", Text, Unused, Remark: OnlyLocal),
        new("", "COS_*", Text, Unused, Remark: OnlyLocal),
        new("", "MULTILEVEL_*", Text, Unused, Remark: OnlyLocal),
        new("", "DIST_*", Text, Unused, Remark: Distributed),
    ];
}
