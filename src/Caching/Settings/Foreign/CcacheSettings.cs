using static Larder.Caching.Settings.Foreign.ForeignKind;
using static Larder.Caching.Settings.Foreign.ForeignUse;

namespace Larder.Caching.Settings.Foreign;

/// <summary>
/// ccache's settings (its manual, "Configuration options"; 4.7 and what came since), in the order of its own list. Where several rows lead to one setting of
/// ours, a later row goes over an earlier one.
/// </summary>
public static class CcacheSettings
{
    /// <summary>What its limit is where none is given.</summary>
    internal const string DefaultMaxSize = "5G";

    private const string OnlyLocal = "larder has no remote storage; results are kept in the cache directory alone";
    private const string Measured = "larder always looks at the files themselves";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ForeignRow> Rows { get; } =
    [
        new("absolute_paths_in_stderr", "ABSSTDERR", Flag, Unused, Default: "false", Remark: "diagnostics are the compiler's own"),
        new("base_dir", "BASEDIR", AbsolutePaths, Mapped, Setting.BaseDirs),
        new("cache_dir", "DIR", ForeignKind.Path, Mapped, Setting.Dir),
        new("compiler", "COMPILER", Text, Compiler),
        new("compiler_check", "COMPILERCHECK", ForeignKind.CompilerCheck, Mapped, Setting.CompilerCheck,
            Remark: "a command is not run: the compiler counts by content instead"),
        new("compiler_type", "COMPILERTYPE", Text, Always, Default: "auto", Remark: "larder asks the compiler"),
        new("compression_level", "COMPRESSLEVEL", Level, Mapped, Setting.Compression),
        new("compression", "COMPRESS", CompressionFlag, Mapped, Setting.Compression, Default: "true"),
        new("cpp_extension", "EXTENSION", Text, Always, Remark: "larder keeps no preprocessed text"),
        new("debug", "DEBUG", Flag, Unused, Default: "false", Remark: "log_file gets a line for each compile, \"larder inspect\" shows entries"),
        new("debug_dir", "DEBUGDIR", Text, Unused, Remark: "there are no debug files"),
        new("debug_level", "DEBUGLEVEL", Text, Unused, Default: "2", Remark: "there are no debug files"),
        new("depend_mode", "DEPEND", Flag, Always, Default: "false", Remark: "a miss never costs a run of the preprocessor beside the compile"),
        new("direct_mode", "DIRECT", FlagOffMeansOn, Mapped, Setting.PreprocessorMode, "true"),
        new("disable", "DISABLE", Flag, Mapped, Setting.Disable),
        new("extra_files_to_hash", "EXTRAFILES", Paths, Mapped, Setting.ExtraFiles),
        new("file_clone", "FILECLONE", CloneFlag, Mapped, Setting.Compression, "false", "uncompressed results are cloned where the file system can"),
        new("hard_link", "HARDLINK", Flag, Unused, Default: "false", Remark: "later steps of a build edit objects in place, and would edit the cache"),
        new("hash_dir", "HASHDIR", Flag, Mapped, Setting.HashDir),
        new("ignore_headers_in_manifest", "IGNOREHEADERS", Text, Unused, Remark: "larder compares every header"),
        new("ignore_options", "IGNOREOPTIONS", Text, Mapped, Setting.IgnoreOptions),
        new("inode_cache", "INODECACHE", Flag, Always, Default: "true", Remark: "digests are always remembered"),
        new("keep_comments_cpp", "COMMENTS", Flag, Always, Default: "false", Remark: "comments count wherever they can matter"),
        new("limit_multiple", "LIMIT_MULTIPLE", Text, Always, Default: "0.8", Remark: "larder keeps the limit bit by bit"),
        new("log_file", "LOGFILE", LogFile, Mapped, Setting.Log, Remark: "a line for each compile; syslog is not written to"),
        new("max_files", "MAXFILES", Count, Mapped, Setting.MaxFiles),
        new("max_size", "MAXSIZE", DecimalSize, Mapped, Setting.MaxSize),
        new("msvc_dep_prefix", "MSVC_DEP_PREFIX", Text, Always, Default: "Note: including file:", Remark: "larder serves gcc and clang"),
        new("namespace", "NAMESPACE", Text, Mapped, Setting.Namespace),
        new("path", "PATH", Text, SearchPath),
        new("pch_external_checksum", "PCH_EXTSUM", Flag, Always, Default: "false", Remark: Measured),
        new("prefix_command", "PREFIX", Text, Mapped, Setting.PrefixCommand),
        new("prefix_command_cpp", "PREFIX_CPP", Text, Unused, Remark: "the preprocessor is run without it"),
        new("read_only", "READONLY", Flag, Mapped, Setting.ReadOnly),
        new("read_only_direct", "READONLY_DIRECT", FlagOnMeansOn, Mapped, Setting.ReadOnly, "false"),
        new("recache", "RECACHE", Flag, Mapped, Setting.Recache),
        new("remote_only", "REMOTE_ONLY", Flag, Unused, Default: "false", Remark: OnlyLocal),
        new("remote_storage", "REMOTE_STORAGE", Text, Unused, Remark: OnlyLocal),
        new("reshare", "RESHARE", Flag, Unused, Default: "false", Remark: OnlyLocal),
        new("response_file_format", "RESPONSE_FILE_FORMAT", Text, Always, Default: "auto", Remark: "response files are read as the compiler reads them"),
        new("run_second_cpp", "CPP2", Flag, Always, Default: "true", Remark: "the compiler always gets the original source"),
        new("secondary_storage", "SECONDARY_STORAGE", Text, Unused, Remark: OnlyLocal),
        new("sloppiness", "SLOPPINESS", ForeignKind.Sloppiness, Mapped, Setting.Sloppiness, Remark: "time_macros and locale count, the others need no permission"),
        new("stats", "STATS", Flag, Mapped, Setting.Stats),
        new("stats_log", "STATSLOG", Text, Unused, Remark: "log_file gets a line for each compile"),
        new("temporary_dir", "TEMPDIR", Text, Always, Remark: "what is being written stands in memory or beside its place"),
        new("umask", "UMASK", Mask, Mapped, Setting.Umask),
        new("", "CC", Text, Compiler),
        new("", "NLEVELS", Text, Always, Remark: "the directory has its own layout"),
        new("", "CONFIGPATH", Text, Always, Remark: "names the configuration file"),
    ];
}
