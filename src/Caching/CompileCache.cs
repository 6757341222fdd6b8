using Larder.Caching.Direct;
using Larder.Caching.Failures;
using Larder.Caching.Inputs;
using Larder.Caching.Modules;
using Larder.Caching.Neutral;
using Larder.Caching.Plugins;
using Larder.Caching.Precompiled;
using Larder.Caching.Preprocessing;
using Larder.Caching.Results;
using Larder.Caching.Running;
using Larder.Caching.Seen;
using Larder.Caching.Settings;
using Larder.Caching.Toolchains;
using Larder.Compilers;
using Larder.Compilers.Scanning;
using Larder.Posix;
using Larder.Storage;
using Larder.Storage.Manifests;

namespace Larder.Caching;

/// <summary>
/// One request from its command line to its end: look up and restore, or compile and store. In process all of it happens in
/// <see cref="Run"/>; through the daemon, the daemon looks up and stores, and the shim runs the compiler in between. Used by one
/// thread at a time.
/// </summary>
public sealed partial class CompileCache : IDisposable
{
    private readonly Invocation _invocation;
    private readonly LocalStore _store;
    private readonly Func<IDigestMemo?> _openDigests;
    private readonly RequestStatistics _statistics;
    private IDigestMemo? _digests;
    private bool _mayRunPrograms = true;
    private bool _hasCompiled;
    private bool _isCounted;
    private PreprocessedSource? _text;
    private FileDigester _digester = null!;
    private PrecompiledHeaders _precompiled = null!;
    private ResultLookUp _results = null!;
    private Compilation _compilation = null!;
    private KeyedEnvironment _environment = null!;
    private Toolchain _toolchain = null!;
    private DriverMode _mode;
    private StreamCondition _streams;
    private Digest _source;
    private FileStatus _sourceStatus;
    private OptionFiles? _optionFiles;
    private Digest _manifestKey;
    private NeutralWays? _neutral;
    private SeenTextDialect? _seenDialect;

    /// <summary>A request against a store.</summary>
    /// <param name="invocation">What was asked.</param>
    /// <param name="store">Where results are.</param>
    /// <param name="openDigests">Opens the remembered digests; asked only once it is clear that there is something to look up.</param>
    public CompileCache(Invocation invocation, LocalStore store, Func<IDigestMemo?> openDigests)
    {
        _invocation = invocation;
        _store = store;
        _openDigests = openDigests;
        _statistics = new RequestStatistics(store, invocation.Settings, invocation);
    }

    /// <summary>What was asked, read; valid once <see cref="TryParse"/> or a look-up has been.</summary>
    public Compilation Compilation => _compilation;

    /// <summary>Nothing but an object is written, so its place is of no account.</summary>
    public bool WritesObjectAlone => ExpectedOutput.Of(_compilation) is [{ Kind: ResultMemberKind.Object }];

    /// <summary>The commands that this one consists of, where it was refused and that is known.</summary>
    public SplitCommand? Split { get; private set; }

    /// <summary>A hit isn't delivered: the compiler runs, and what it makes is delivered, and compared with what would have been.</summary>
    public bool HoldsHits { get; set; }

    /// <summary>The source, in this request's words; empty before it is known.</summary>
    public byte[] Source => _compilation is null ? [] : _compilation.Source;

    private CacheSettings Settings => _invocation.Settings;

    /// <summary>Nothing is delivered, written or counted: it is only asked what would be.</summary>
    private bool _isDry;

    private bool MayDeliver => !Settings.Recache && !_hasCompiled;

    /// <summary>The command is one for the preprocessor alone.</summary>
    private bool IsText => _compilation.Stage == CompileStage.Text;

    /// <summary>A command for the preprocessor alone runs as it is.</summary>
    private static CacheOutcome NoText =>
        CacheOutcome.RunCompiler((Counter)((ushort)Counter.FirstRefusal + (byte)RefusalReason.CalledForPreprocessing), "-E"u8.ToArray());

    private bool IsColoured => _streams == StreamCondition.Coloured;

    /// <summary>Serves the request in process. Never throws for what a file, a compiler or a user can do.</summary>
    /// <param name="watch">Told of the compiler while it runs.</param>
    /// <param name="known">What a look-up has just said; null where none has been, or where time has passed since.</param>
    public CacheOutcome Run(IChildWatch? watch, LookUpOutcome? known = null)
    {
        try
        {
            LookUpOutcome found = known is null || known == LookUpOutcome.NeedsPrograms ? LookUp(mayRunPrograms: true) : known;
            _mayRunPrograms = true;
            CacheOutcome outcome = found.Held is { } held ? Verify(held, found.Plan!, watch)
                : found.Plan is { } plan ? Compile(plan, watch)
                : found.Outcome!;
            Count(outcome);
            return outcome;
        }
        finally
        {
            // Here, not by the caller alone: the process ends without unwinding.
            Dispose();
        }
    }

    /// <summary>Reads the command line. Null where it is one for the cache, else why not (nothing has been counted yet).</summary>
    public CacheOutcome? TryParse() => _compilation is null ? Parse() : null;

    /// <summary>Reads the command line again as that of another family: the name of the driver lied.</summary>
    public CacheOutcome? TryParseAs(CompilerFamily family) => Parse(family);

    /// <summary>
    /// Finds what a compile that has run already would have been looked up under, so that it can be judged. Delivers nothing: what is found now
    /// may be the result of other sources than those that were compiled.
    /// </summary>
    /// <param name="source">The source as it was before the compile. One that was changed and changed back since is not what was compiled.</param>
    public LookUpOutcome LookUpAfterCompile(in FileStatus source)
    {
        _hasCompiled = true;
        LookUpOutcome found = LookUp(mayRunPrograms: true);
        _sourceStatus = source;
        return found;
    }

    /// <summary>Looks the request up, and puts the outputs in their places where it is a hit. Counts nothing yet.</summary>
    /// <param name="mayRunPrograms">False in the daemon, which must not run a compiler in its own surroundings.</param>
    public LookUpOutcome LookUp(bool mayRunPrograms)
    {
        _mayRunPrograms = mayRunPrograms;
        _results = null!;
        _isManifestDamaged = false;
        _text = null;
        _statistics.BeginLookUp();
        if (TryParse() is { } refused)
            return LookUpOutcome.Ended(refused);
        _digests?.Dispose();
        _digests = _openDigests();
        _digester = new FileDigester(_digests);
        _precompiled = new PrecompiledHeaders(_store, _digester);
        LookUpOutcome found = Find();
        return found.Outcome?.Held is { } held ? LookUpOutcome.HeldBack(held, Plan(_text is null ? IncludeSources.Choose(_compilation, _toolchain) : IncludeSource.None)) : found;
    }

    /// <summary>Counts a command that was served as several, each of which is counted by itself.</summary>
    public static void CountSplit(LocalStore store, CacheSettings settings)
    {
        RequestStatistics statistics = new(store, settings);
        statistics.Add(Counter.CommandSplit);
        statistics.Finish(CacheOutcome.RunCompiler(Counter.None));
    }

    /// <summary>The text of the preprocessor can't be passed on as the compiler writes it: it is left to the compiler, and counted.</summary>
    public CacheOutcome LeaveText()
    {
        Count(NoText);
        return NoText;
    }

    /// <summary>
    /// The request goes on elsewhere, and is counted there: here only what was met on the way is (a damaged entry, removed by now).
    /// </summary>
    public void HandOver()
    {
        if (!_isCounted)
            Count(CacheOutcome.RunCompiler(Counter.None));
    }

    /// <summary>Counts how the request ended. A count that is lost is no reason to fail: outputs may stand and the compiler may have run.</summary>
    public void Count(CacheOutcome outcome)
    {
        _isCounted = true;
        try
        {
            // Where the request goes on elsewhere, it is met again there.
            if (_results is { IsResultGone: true } && outcome.Reason != Counter.None)
                _statistics.Add(Counter.ResultGone);
            _statistics.Finish(outcome);
        }
        catch (Exception)
        {
            return;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _digests?.Dispose();
        _digests = null;
    }

    private LookUpOutcome Find()
    {
        if (FindToolchain() is { } refused)
            return refused;
        _streams = Streams.Wanted(_invocation, _compilation);
        _results = new ResultLookUp(_store, _statistics, Settings.CacheFailures, _digester, _precompiled, _compilation, _streams) { IsDry = _isDry, HoldsHits = HoldsHits };
        if (_toolchain.IsWrapped && _compilation.Modules is not null)
            return LookUpOutcome.Ended(CacheOutcome.RunCompiler(Counter.ModulesUsed, _invocation.Compiler));
        if (_digester.Digest(_compilation.Source, out _source, out _sourceStatus) != Errno.None)
            return LookUpOutcome.Ended(CacheOutcome.RunCompiler(Counter.MissingInput, _compilation.Source));
        if (ModuleUnits.Complete(_compilation) is { } obscure)
            return LookUpOutcome.Ended(CacheOutcome.RunCompiler(Counter.ModulesUsed, obscure));

        // The declaration that was read just now is the one of the text whose digest counts.
        if (_compilation.Modules is not null && !(FileSystem.Stat(_compilation.Source, out FileStatus now) == Errno.None && now.IsUnchangedFrom(in _sourceStatus)))
            return LookUpOutcome.Ended(CacheOutcome.RunCompiler(Counter.RacyInput, _compilation.Source));
        _optionFiles = OptionFiles.Read(_invocation, _compilation, _digester, out byte[]? unreadable);
        if (_optionFiles is null)
            return LookUpOutcome.Ended(CacheOutcome.RunCompiler(Counter.MissingInput, unreadable));
        foreach (byte[] plugin in _compilation.Plugins)
        {
            if (Plugin.FindHarm(plugin) is { } harm)
                return LookUpOutcome.Ended(Refused(RefusalReason.UnsupportedCompilerOption, harm));
        }

        if (!TryComputeKey(null, out _manifestKey))
            return LookUpOutcome.Ended(CacheOutcome.RunCompiler(_toolchain.IsWrapped ? Counter.CompilerIsScript : Counter.MissingInput));

        bool preprocess = Dialects.IsPreprocessed(_compilation.Language)
            && ((Settings.PreprocessorMode && !IsText) || _toolchain.HidesMacros);
        if (preprocess && (_compilation.Stage == CompileStage.PrecompiledHeader || _compilation.Modules is not null))
            return LookUpOutcome.Ended(CacheOutcome.RunCompiler(_compilation.Modules is null ? Counter.PreprocessorFailed : Counter.ModulesUsed, _compilation.Source));
        if (!preprocess && LookUpNeutral() is { } neutralHit)
            return LookUpOutcome.Ended(neutralHit);
        if (!preprocess)
        {
            if (LookUpDirect(out ManifestMode? mode) is { } hit)
                return LookUpOutcome.Ended(hit);
            preprocess = mode == ManifestMode.Preprocessor;
        }

        _seenDialect = preprocess ? null : SeenRules.Find(_invocation, _compilation, _toolchain);
        if (MayDeliver && _seenDialect is { } dialect && LookUpSeen(dialect) is { } seenHit)
            return LookUpOutcome.Ended(seenHit);

        // What only the preprocessor can tell, the preprocessor need not be asked twice.
        if (preprocess && IsText)
            return LookUpOutcome.Ended(NoText);
        return preprocess ? FindByText() : Missed(IncludeSources.Choose(_compilation, _toolchain));
    }

    private LookUpOutcome Missed(IncludeSource includes)
    {
        if (!Settings.Recache)
            _statistics.AddUnusable();
        return LookUpOutcome.Missed(Plan(includes));
    }

    private CompilePlan Plan(IncludeSource includes) => CompilePlan.For(_compilation, _toolchain, includes, _text is not null, IsColoured, in _manifestKey);

    /// <summary>Parses the command line. An outcome where it is none for the cache.</summary>
    private CacheOutcome? Parse()
    {
        DriverName name = DriverName.Of(ByteString.FileName(_invocation.Arguments[0]));
        if (name.Kind == DriverKind.NotUnderstood)
            name = DriverName.Of(ByteString.FileName(_invocation.Compiler));
        if (name.Kind == DriverKind.NotUnderstood)
            return CacheOutcome.RunCompiler(Counter.CompilerUnknown, _invocation.Compiler);
        _environment = new KeyedEnvironment(_invocation.Environment);
        _mode = name.Mode;
        bool isClang = name.Kind == DriverKind.Clang || (name.Kind == DriverKind.Unknown && LooksLikeClang());
        return Parse(isClang ? CompilerFamily.Clang : CompilerFamily.Gcc);
    }

    private CacheOutcome? Parse(CompilerFamily family)
    {
        ParseOutcome parsed = CommandLineParser.Parse(family, _mode, _invocation.Arguments[1..], ResponseFiles.Instance);
        if (parsed is Refusal refusal)
        {
            Split = Settings.SplitCommands ? refusal.Split : null;
            return Refused(refusal.Reason, refusal.Detail);
        }

        _compilation = (Compilation)parsed;
        if (IsText && !Settings.CachePreprocessing)
            return NoText;
        return _environment.Unsupported is { } variable
            ? CacheOutcome.RunCompiler(Counter.UnsupportedEnvironment, variable)
            : null;
    }

    /// <summary>Asks the compiler who it is. The name may lie (a gcc that is clang): then the line is read again in its own terms.</summary>
    private LookUpOutcome? FindToolchain()
    {
        ToolchainCatalog catalog = new(_store, _digester, _statistics);
        for (int round = 0; round < 2; round++)
        {
            Toolchain? toolchain = catalog.Find(_invocation, _compilation, _environment, _mayRunPrograms);
            if (toolchain is null && !_mayRunPrograms)
                return LookUpOutcome.NeedsPrograms;
            if (toolchain is null)
                break;
            _toolchain = toolchain;
            if (toolchain.Family == _compilation.Family)
                return null;
            if (Parse(toolchain.Family) is { } refused)
                return LookUpOutcome.Ended(refused);
        }

        return LookUpOutcome.Ended(CacheOutcome.RunCompiler(Counter.CompilerUnknown, _invocation.Compiler));
    }

    private CacheOutcome Refused(RefusalReason reason, byte[] detail)
    {
        if (reason is RefusalReason.UnsupportedCompilerOption or RefusalReason.UnknownOptionWithSeparateWord)
            _statistics.AddNamed(detail);
        return CacheOutcome.RunCompiler((Counter)((ushort)Counter.FirstRefusal + (byte)reason), detail);
    }

    /// <summary>cc and c++ are links to what they are, on most systems.</summary>
    private bool LooksLikeClang() =>
        FileSystem.RealPath(_invocation.Compiler) is { } real
        && DriverName.Of(ByteString.FileName(real)).Kind == DriverKind.Clang;

    private CacheOutcome Compile(CompilePlan plan, IChildWatch? watch)
    {
        FinishedCompile? finished = FinishedCompile.Run(_invocation, _compilation, plan, watch);
        if (finished is null)
            return CacheOutcome.RunCompiler(Counter.FallbackExecuted);
        Counter reason = Counter.None;
        ResultBuilder? captured = WantsOutputs(finished)
            ? ResultCapture.Take(_compilation, finished, out reason)
            : null;
        return Judge(finished, captured is not null, reason).Publish(captured);
    }
}
