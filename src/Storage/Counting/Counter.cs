namespace Larder.Storage;

/// <summary>
/// What is counted. Written to disk, never change; the names are in <see cref="CounterNames"/>. From
/// <see cref="FirstRefusal"/> on stand the reasons for which a command is not cached: that number plus the reason's own value.
/// </summary>
public enum Counter : ushort
{
    /// <summary>Nothing; never counted.</summary>
    None = 0,

    /// <summary>A hit found by a manifest.</summary>
    DirectHit = 1,

    /// <summary>A hit found by preprocessing.</summary>
    PreprocessedHit = 2,

    /// <summary>A cacheable compile that was not found and ran.</summary>
    Miss = 3,

    /// <summary>A compile that ran because <c>recache</c> is set.</summary>
    Recache = 4,

    /// <summary>A result that was stored.</summary>
    Stored = 5,

    /// <summary>A result that was not stored since the store failed.</summary>
    StoreFailed = 6,

    /// <summary>An entry that was damaged and treated as absent.</summary>
    CorruptEntry = 7,

    /// <summary>Entries removed to keep the limits.</summary>
    Evicted = 8,

    /// <summary>Times that everything was removed by request.</summary>
    Cleared = 9,

    /// <summary>A miss in spite of a manifest: none of its variants matched.</summary>
    ManifestMismatch = 10,

    /// <summary>A miss since a manifest named a result that is gone.</summary>
    ResultGone = 11,

    /// <summary>An entry that was not here and came from a daemon.</summary>
    Fetched = 12,

    /// <summary>An entry that was made here and that a daemon has taken for others.</summary>
    Offered = 13,

    /// <summary>A command that was served as the several that it consists of; each of these is counted too.</summary>
    CommandSplit = 15,

    /// <summary>A compile that failed, and whose failure came from the cache.</summary>
    FailedHit = 16,

    /// <summary>A compile that failed, and whose failure was stored.</summary>
    FailedStored = 17,

    /// <summary>A run of the preprocessor alone (<c>-E</c>) whose text came from the cache.</summary>
    PreprocessingHit = 18,

    /// <summary>A run of the preprocessor alone that was not found and took place.</summary>
    PreprocessingMiss = 19,

    /// <summary>An input changed so shortly before or during the compile that its content can't be vouched for.</summary>
    RacyInput = 20,

    /// <summary>An input changed while the compiler ran.</summary>
    ModifiedInput = 21,

    /// <summary>The compiler failed; <see cref="FailedStored"/> says whether its failure was stored.</summary>
    CompileFailed = 22,

    /// <summary>The preprocessor failed.</summary>
    PreprocessorFailed = 23,

    /// <summary>The command links.</summary>
    CalledForLink = 24,

    /// <summary>The command only preprocesses.</summary>
    CalledForPreprocessing = 25,

    /// <summary>The compiler is a script that can't be asked what it would run.</summary>
    CompilerIsScript = 26,

    /// <summary>The compiler is of no family that is understood.</summary>
    CompilerUnknown = 27,

    /// <summary>The source depends on the time of day (<c>__TIME__</c> and the like).</summary>
    TimeMacros = 28,

    /// <summary>An input could not be determined, or is no regular file.</summary>
    UnknownInput = 29,

    /// <summary>An output is of a kind, or at a place, that can't be restored.</summary>
    UnsupportedOutput = 30,

    /// <summary>An expected output was not there after the compile.</summary>
    MissingOutput = 31,

    /// <summary>The result is beyond the format's limits.</summary>
    ResultTooLarge = 32,

    /// <summary>Caching is switched off.</summary>
    Disabled = 33,

    /// <summary>A configuration probe, which bypasses the cache.</summary>
    Probe = 34,

    /// <summary>The store is set read-only, so a miss was not stored.</summary>
    NotStoredReadOnly = 35,

    /// <summary>An input is missing, or is no regular file.</summary>
    MissingInput = 36,

    /// <summary>The compile has more inputs than a manifest may have.</summary>
    TooManyInputs = 37,

    /// <summary>An environment variable is set whose effect is not understood.</summary>
    UnsupportedEnvironment = 38,

    /// <summary>The compiler's list of headers could not be told apart from its diagnostics.</summary>
    AmbiguousHeaderTrace = 39,

    /// <summary>A fault of this program's own.</summary>
    InternalError = 40,

    /// <summary>The bare compiler was executed because of a fault.</summary>
    FallbackExecuted = 41,

    /// <summary>The source uses modules.</summary>
    ModulesUsed = 42,

    /// <summary>A precompiled header was used.</summary>
    PrecompiledHeaderUsed = 43,

    /// <summary>The source has a directive, or assembler text, whose inputs can't be determined.</summary>
    UnsupportedDirective = 44,

    /// <summary>A result that was found although comments, or blanks at line ends, had been edited.</summary>
    CommentHit = 60,

    /// <summary>A result that was stored, and whose content stood already: made by another compile, or by the same one before. Nothing was written for it.</summary>
    SharedResult = 70,

    /// <summary>What was not written for those results, in KiB on disk.</summary>
    SharedKibibytes = 71,

    /// <summary>A hit whose result came from a directory of <c>lower_dir</c>; counted as the hit that it is besides.</summary>
    LowerHit = 75,

    /// <summary>An entry of a lower directory that was damaged: treated as absent, and left where it is.</summary>
    CorruptLowerEntry = 76,

    /// <summary>A compile that was not found while a lower directory could not be read.</summary>
    LowerUnusable = 77,

    /// <summary>A hit that was compiled besides (<c>verify_hits</c>) and came out the same; counted as the hit that it is too.</summary>
    VerifiedHit = 90,

    /// <summary>A hit that would have given something else than the compiler, which makes the same each time. The compiler's outputs were delivered.</summary>
    WrongHit = 91,

    /// <summary>A hit that was compiled besides and came out otherwise, for a reason that isn't the cache's; counted as the hit that it is too.</summary>
    UnverifiableHit = 92,

    /// <summary>The first of the reasons for which a command is not cached.</summary>
    FirstRefusal = 100,

    /// <summary>The last of them.</summary>
    LastRefusal = 399,
}
