using Larder.Caching.Direct;
using Larder.Caching.Inputs;
using Larder.Caching.Preprocessing;
using Larder.Caching.Results;
using Larder.Caching.Running;
using Larder.Caching.Settings;
using Larder.Caching.Toolchains;
using Larder.Compilers;
using Larder.Posix;
using Larder.Storage;
using Larder.Storage.Manifests;

namespace Larder.Caching;

/// <summary>
/// One request from its command line to its end: look up and restore, or compile and store. The shim in process and the
/// daemon run this same code.
/// </summary>
public sealed class CompileCache
{
    private readonly Invocation _invocation;
    private readonly LocalStore _store;
    private readonly Func<FileDigestCache?> _openDigests;
    private readonly IChildWatch? _watch;
    private readonly RequestStatistics _statistics;
    private FileDigester _digester = null!;
    private Compilation _compilation = null!;
    private KeyedEnvironment _environment = null!;
    private Toolchain _toolchain = null!;
    private DriverMode _mode;
    private StreamCondition _streams;
    private Digest _source;
    private Digest _manifestKey;
    private BaseDirectories? _bases;
    private Digest _neutralKey;

    /// <summary>A request against a store.</summary>
    /// <param name="invocation">What was asked.</param>
    /// <param name="store">Where results are.</param>
    /// <param name="openDigests">Opens the remembered digests; asked only once it is clear that there is something to look up.</param>
    /// <param name="watch">Told of the compiler while it runs.</param>
    public CompileCache(Invocation invocation, LocalStore store, Func<FileDigestCache?> openDigests, IChildWatch? watch)
    {
        _invocation = invocation;
        _store = store;
        _openDigests = openDigests;
        _watch = watch;
        _statistics = new RequestStatistics(store, invocation.Settings);
    }

    private CacheSettings Settings => _invocation.Settings;

    private bool IsColoured => _streams == StreamCondition.Coloured;

    /// <summary>Serves the request. Never throws for what a file, a compiler or a user can do.</summary>
    public CacheOutcome Run()
    {
        FileDigestCache? digests = null;
        try
        {
            if (Parse() is { } refused)
                return Counted(refused);
            digests = _openDigests();
            _digester = new FileDigester(digests);
            return Counted(Serve());
        }
        finally
        {
            digests?.Dispose();
        }
    }

    private CacheOutcome Counted(CacheOutcome outcome)
    {
        try
        {
            _statistics.Finish(outcome);
            return outcome;
        }
        catch (Exception)
        {
            // Outputs may stand and the compiler may have run: a count that is lost must not make it run again.
            return outcome;
        }
    }

    private CacheOutcome Serve()
    {
        if (FindToolchain() is { } refused)
            return refused;
        _streams = Streams.Wanted(_invocation, _compilation);
        if (_digester.Digest(_compilation.Source, out _source, out _) != Errno.None)
            return CacheOutcome.RunCompiler(Counter.MissingInput, _compilation.Source);
        if (!TryComputeKey(null, out _manifestKey))
            return CacheOutcome.RunCompiler(_toolchain.IsWrapped ? Counter.CompilerIsScript : Counter.MissingInput);

        IncludeSource includes = IncludeSources.Choose(_compilation, _toolchain);
        bool preprocess = Dialects.IsPreprocessed(_compilation.Language)
            && (Settings.PreprocessorMode || _toolchain.HidesMacros);
        EntryReadOutcome manifest = default;
        if (!preprocess && LookUpNeutral() is { } neutralHit)
            return neutralHit;
        if (!preprocess)
        {
            manifest = _store.ReadEntry(EntryKind.Manifest, in _manifestKey);
            if (manifest.IsCorrupt)
                _statistics.Add(Counter.CorruptEntry);
            if (manifest.IsFound && Manifest.TryRead(manifest.Payload.Span, out Manifest known))
            {
                preprocess = known.Mode == ManifestMode.Preprocessor;
                if (!preprocess && !Settings.Recache && LookUp(in known, in _manifestKey, in manifest) is { } hit)
                    return hit;
            }
        }

        return preprocess ? ServeByText() : Compile(includes, null);
    }

    private CacheOutcome ServeByText()
    {
        if (PreprocessedSource.Run(_invocation, _compilation, _digester) is not { } text)
            return CacheOutcome.RunCompiler(Counter.PreprocessorFailed);
        Digest key = text.ResultKey(in _manifestKey, (long)_streams, _toolchain);
        if (!Settings.Recache && Deliver(in key, Counter.PreprocessedHit, out _) is { } found)
            return found;
        return Compile(IncludeSource.None, text);
    }

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
            return Refused(refusal);
        _compilation = (Compilation)parsed;
        return _environment.Unsupported is { } variable
            ? CacheOutcome.RunCompiler(Counter.UnsupportedEnvironment, variable)
            : null;
    }

    /// <summary>Asks the compiler who it is. The name may lie (a gcc that is clang): then the line is read again in its own terms.</summary>
    private CacheOutcome? FindToolchain()
    {
        ToolchainCatalog catalog = new(_store, _digester);
        for (int round = 0; round < 2; round++)
        {
            Toolchain? toolchain = catalog.Find(_invocation, _compilation, _environment);
            if (catalog.FoundCorrupt)
                _statistics.Add(Counter.CorruptEntry);
            if (toolchain is null)
                break;
            _toolchain = toolchain;
            if (toolchain.Family == _compilation.Family)
                return null;
            if (Parse(toolchain.Family) is { } refused)
                return refused;
        }

        return CacheOutcome.RunCompiler(Counter.CompilerUnknown, _invocation.Compiler);
    }

    private CacheOutcome Refused(Refusal refusal)
    {
        if (refusal.Reason is RefusalReason.UnsupportedCompilerOption or RefusalReason.UnknownOptionWithSeparateWord)
            _statistics.AddNamed(refusal.Detail);
        return CacheOutcome.RunCompiler((Counter)((ushort)Counter.FirstRefusal + (byte)refusal.Reason), refusal.Detail);
    }

    /// <summary>cc and c++ are links to what they are, on most systems.</summary>
    private bool LooksLikeClang() =>
        FileSystem.RealPath(_invocation.Compiler) is { } real
        && DriverName.Of(ByteString.FileName(real)).Kind == DriverKind.Clang;

    private bool TryComputeKey(BaseDirectories? bases, out Digest key) => ManifestKey.TryCompute(
        _invocation, _compilation, _toolchain, _environment, _streams, in _source, _digester, bases, out key);

    /// <summary>Looks under the key in which paths below the user's base directories are relative.</summary>
    private CacheOutcome? LookUpNeutral()
    {
        _bases = _toolchain.IsWrapped ? null : BaseDirectories.For(_invocation, _compilation);
        if (_bases is null || !TryComputeKey(_bases, out _neutralKey) || Settings.Recache)
            return null;
        EntryReadOutcome entry = _store.ReadEntry(EntryKind.Manifest, in _neutralKey);
        if (entry.IsCorrupt)
            _statistics.Add(Counter.CorruptEntry);
        return entry.IsFound && Manifest.TryRead(entry.Payload.Span, out Manifest known) && known.Mode == ManifestMode.Direct
            ? LookUp(in known, in _neutralKey, in entry)
            : null;
    }

    private CacheOutcome? LookUp(in Manifest manifest, in Digest manifestKey, in EntryReadOutcome entry)
    {
        foreach (ManifestVariant variant in manifest)
        {
            if (variant.Condition != StreamCondition.Any && variant.Condition != _streams)
                continue;
            if (!variant.TryReadInputs(out InputSet inputs) || !InputValidator.Holds(in inputs, _digester, out _))
                continue;
            Digest key = variant.ResultKey;
            if (Deliver(in key, Counter.DirectHit, out bool isGone) is { } hit)
            {
                _store.Touch(EntryKind.Manifest, in manifestKey, entry.Status);
                return hit;
            }

            // Where it is there but can't be put in its place (an unwritable directory), the compiler is left to say so.
            if (isGone)
                _statistics.Add(Counter.ResultGone);
            return null;
        }

        return null;
    }

    private CacheOutcome? Deliver(in Digest key, Counter counter, out bool isGone)
    {
        ResultReadOutcome found = _store.OpenResult(in key);
        if (found.IsCorrupt)
            _statistics.Add(Counter.CorruptEntry);
        isGone = !found.IsFound || found.Result is null;
        if (found.Result is null)
            return null;
        using StoredResult result = found.Result;
        CacheOutcome? hit = ResultDelivery.TryDeliver(result, _compilation, counter);
        if (result.IsCorrupt)
        {
            _statistics.Add(Counter.CorruptEntry);
            _store.Remove(EntryKind.Result, in key);
            isGone = true;
        }

        if (hit is not null)
            _store.Touch(EntryKind.Result, in key, result.Status);
        return hit;
    }

    private CacheOutcome Compile(IncludeSource includes, PreprocessedSource? text)
    {
        bool listAssembled = text is null && IncludeSources.ListsAssembled(_compilation, _toolchain);
        bool addColours = IsColoured && _compilation.Colour != ColourChoice.Always && !_compilation.RecordsCommandLine;
        using CompilerRun run = new();
        RacyClock clock = RacyClock.Start();
        if (run.Run(_invocation, includes, listAssembled, addColours, _watch) != Errno.None)
            return CacheOutcome.RunCompiler(Counter.FallbackExecuted);
        try
        {
            return Conclude(includes, text, run, clock);
        }
        catch (Exception fault)
        {
            // The compiler has run, and must not run again.
            return CacheOutcome.Compiled(Counter.InternalError, Describe(fault), run.Exit, run.Output, run.Error);
        }
    }

    private CacheOutcome Conclude(IncludeSource includes, PreprocessedSource? text, CompilerRun run, RacyClock clock)
    {
        List<byte[]> headers = [];
        byte[] diagnostics = run.Error;
        bool isCertain = IncludeSources.Read(includes, _invocation, _compilation, _toolchain, run, headers, ref diagnostics);
        if (!run.Exit.Succeeded)
        {
            // A compiler (or an assembler behind it) that doesn't know our words must get its chance without them.
            if (run.AddsWords && ComplainsOfOurWords(diagnostics))
                return CacheOutcome.RunCompiler(Counter.FallbackExecuted);
            return CacheOutcome.Compiled(Counter.CompileFailed, null, run.Exit, run.Output, diagnostics);
        }

        Counter counter = Settings.Recache ? Counter.Recache : Counter.Miss;
        byte[]? culprit = null;
        if (Settings.ReadOnly)
            _statistics.Add(Counter.NotStoredReadOnly);
        else if (!isCertain)
            counter = Counter.AmbiguousHeaderTrace;
        else
            TryStore(text, run, headers, diagnostics, clock, ref counter, out culprit);
        return CacheOutcome.Compiled(counter, culprit, run.Exit, run.Output, diagnostics);
    }

    /// <summary>The compile has run and its outputs stand: whatever happens to the storing, it must not run again.</summary>
    private void TryStore(
        PreprocessedSource? text,
        CompilerRun run,
        List<byte[]> headers,
        byte[] diagnostics,
        RacyClock clock,
        ref Counter counter,
        out byte[]? culprit)
    {
        try
        {
            ResultStorage storage = new(_invocation, _store, _digester, _statistics)
            {
                Compilation = _compilation,
                Environment = _environment,
                Toolchain = _toolchain,
                Streams = _streams,
                Source = _source,
                ManifestKey = _manifestKey,
                Bases = _bases,
                NeutralKey = _neutralKey,
            };
            storage.Store(text, run, headers, diagnostics, clock, ref counter, out culprit);
        }
        catch (Exception fault)
        {
            counter = Counter.InternalError;
            culprit = Describe(fault);
        }
    }

    private static byte[] Describe(Exception fault) => System.Text.Encoding.UTF8.GetBytes(fault.ToString());

    private static bool ComplainsOfOurWords(ReadOnlySpan<byte> diagnostics) =>
        diagnostics.IndexOf("--MD"u8) >= 0 || diagnostics.IndexOf("'-H'"u8) >= 0 || diagnostics.IndexOf("-fdiagnostics-color"u8) >= 0;
}
