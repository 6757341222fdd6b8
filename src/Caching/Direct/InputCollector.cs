using Larder.Caching.Failures;
using Larder.Caching.Inputs;
using Larder.Caching.Neutral;
using Larder.Caching.Precompiled;
using Larder.Caching.Running;
using Larder.Caching.Seen;
using Larder.Caching.Settings;
using Larder.Caching.Toolchains;
using Larder.Compilers;
using Larder.Compilers.Scanning;
using Larder.Posix;
using Larder.Storage;
using Larder.Storage.Manifests;

namespace Larder.Caching.Direct;

/// <summary>
/// Makes the input set of one compile that has just run: the files that the compiler says it read, and everything that it
/// looked for and didn't find, which no compiler says. The absent ones are derived by looking up, as the compiler does, every
/// include and every <c>__has_include</c> operand of every file read (inactive branches too: that can only add).
/// </summary>
internal sealed partial class InputCollector
{
    private readonly Compilation _compilation;
    private readonly CacheSettings _settings;
    private readonly RacyClock _clock;
    private readonly NeutralWays? _neutral;
    private readonly SeenCollector? _seen;
    private readonly bool _sourceDateIsFixed;
    private readonly SourceDialect _dialect;
    private readonly ScanFindings _commandLine;
    private readonly List<ReadFile> _files = [];
    private readonly HashSet<byte[]> _read = new(ByteStringComparer.Instance);
    private readonly HeaderReader _reader = new();
    private readonly HeaderSearch _search;
    private readonly PrecompiledInputs _precompiled;
    private bool _hasAssembled;

    internal InputCollector(
        Compilation compilation,
        Toolchain toolchain,
        CacheSettings settings,
        KeyedEnvironment environment,
        RacyClock clock,
        PrecompiledHeaders precompiled,
        NeutralWays? neutral,
        SeenCollector? seen)
    {
        (_neutral, _seen) = (neutral, seen);
        _compilation = compilation;
        _settings = settings;
        _clock = clock;

        // clang 14 and 15 know nothing of SOURCE_DATE_EPOCH.
        _sourceDateIsFixed = environment.HasSourceDate && toolchain.Family == CompilerFamily.Gcc;
        _dialect = Dialects.Of(compilation);
        _commandLine = CommandLineMacros.Scan(compilation);
        _precompiled = new PrecompiledInputs(compilation, clock, precompiled);
        _search = new HeaderSearch(compilation, toolchain, Inputs, clock, _reader, _precompiled, neutral);
    }

    internal InputSetBuilder Inputs { get; } = new();

    /// <summary>The text of a path can get into the output through <c>__FILE__</c> and its kin.</summary>
    internal bool NamesFiles => Has(_commandLine | _precompiled.Findings, ScanFindings.FileMacro)
        || _files.Exists(static file => Has(file.Scan.Findings, ScanFindings.FileMacro));

    /// <summary>The assembler was told by the text to read files, or did.</summary>
    internal bool AsksAssembler => _hasAssembled || Has(_commandLine | _precompiled.Findings, ScanFindings.IncbinText)
        || _files.Exists(static file => Has(file.Scan.Findings, ScanFindings.IncbinText));

    /// <summary>A precompiled header stands in the compile's way.</summary>
    internal bool HasPrecompiled => _precompiled.IsAny;

    /// <summary>Why nothing may be stored; valid for <see cref="CollectState.NotStorable"/>.</summary>
    internal Counter Reason { get; private set; }

    /// <summary>The file that was the reason, or null.</summary>
    internal byte[]? Culprit { get; private set; }

    /// <summary>Collects everything.</summary>
    /// <param name="source">The source's digest as it entered the key.</param>
    /// <param name="before">The source's status then: waiting for a lease can take minutes, and what was edited and put back meanwhile has the same
    /// content again, but not the same time of change.</param>
    /// <param name="headers">What the compiler read, in its own order; the source may be among them.</param>
    /// <param name="assembled">What the assembler read (<c>--MD</c>).</param>
    /// <param name="hasDiagnostics">The compiler said something, so the text of files named by #line can have been quoted.</param>
    /// <param name="failure">Why the compile failed; nothing where it didn't.</param>
    internal CollectState Collect(
        in Digest source, in FileStatus before, IReadOnlyList<byte[]> headers, List<byte[]> assembled, bool hasDiagnostics, FailureText failure = default)
    {
        if (_clock.WasSetBack)
            return NotStorable(Counter.RacyInput, null);
        if (!Read(_compilation.Source) || !ReadCommandLineIncludes())
            return CollectState.NotStorable;
        if (_files[0].Digest != source || (before.IsRegular && !_files[0].Status.IsUnchangedFrom(in before)))
            return NotStorable(Counter.RacyInput, _compilation.Source);
        foreach (byte[] header in headers)
        {
            if (!Read(header))
                return CollectState.NotStorable;
        }

        // Counted whether or not this compile took it (-ffreestanding, -nostdinc): gcc's -H doesn't say.
        if (Dialects.IsPreprocessed(_compilation.Language) && _search.FindPredefinitions() is { } predefinitions && !Read(predefinitions))
            return CollectState.NotStorable;

        // A listing of the assembler's quotes the sources, as diagnostics do. clang's coverage notes have a file's name as #line has it where such a
        // file is there, and below the directory where it isn't (LLVM's GCOVProfiling.cpp, getFilename).
        bool namesLineFiles = _compilation.Coverage && _compilation.Family == CompilerFamily.Clang;
        if (namesLineFiles && RenamesFiles())
            return NotStorable(Counter.UnsupportedDirective, _compilation.Source);
        bool mayQuote = hasDiagnostics || _compilation.ListsSource || namesLineFiles;
        CollectState state = JudgeFindings(mayQuote);
        if (!Dialects.IsPreprocessed(_compilation.Language))
        {
            // Includes in what calls itself preprocessed, or a date: nothing tells what becomes of them.
            if (state == CollectState.NeedsPreprocessor || (state == CollectState.Complete && _files[0].Scan.Operands.Count > 0
                && _dialect is not (SourceDialect.Preprocessed or SourceDialect.Assembler)))
                state = NotStorable(Counter.UnsupportedDirective, _compilation.Source);
        }
        else if (state == CollectState.Complete)
        {
            _search.HasFailed = failure.IsOfSource;
            state = _search.Run(_files);
            if (state == CollectState.Complete && _precompiled.IsAny)
                state = JudgePrecompiled(mayQuote);

            // What the compile missed has come meanwhile, or is spelled in a way that isn't seen through.
            if (state == CollectState.Complete && failure.Missing is { } missing && !_search.IsNowhere(missing))
                state = NotStorable(Counter.RacyInput, missing);
        }
        else if (failure.Missing is not null)
        {
            state = NotStorable(Counter.UnsupportedDirective, _compilation.Source);
        }

        if (state == CollectState.Complete && _compilation.Modules is { } modules)
            state = AddModules(modules);
        if (state == CollectState.Complete)
            state = AddAssembled(assembled);
        if (state != CollectState.Complete && Reason == Counter.None)
            (Reason, Culprit) = (_search.Reason, _search.Culprit ?? Culprit);
        if (state == CollectState.Complete && mayQuote)
            AddQuotedFiles();
        if (state == CollectState.Complete)
            PathIdentities.Add(Inputs, _search.Toolchain, [.. _files.ConvertAll(static file => (file.Path, file.Digest)), .. _precompiled.Contents]);
        if (state == CollectState.Complete && _compilation.RecordsTimes)
            AddTimes(Inputs);
        if (state == CollectState.NeedsPreprocessor && _compilation.Modules is not null)
            return NotStorable(Counter.UnsupportedDirective, Culprit ?? _search.Culprit);
        if (state == CollectState.NeedsPreprocessor && (_precompiled.IsAny || _compilation.Stage == CompileStage.PrecompiledHeader))
            return NotStorable(_precompiled.IsAny ? Counter.PrecompiledHeaderUsed : Counter.UnsupportedDirective, Culprit ?? _search.Culprit);
        return state == CollectState.Complete && Inputs.IsTooLarge ? NotStorable(Counter.TooManyInputs, null) : state;
    }

    /// <summary>What the precompiled header that was made is made of, for those who will use it.</summary>
    internal byte[] DescribePrecompiled(in Digest identity)
    {
        InputSetBuilder parts = new();
        ScanFindings findings = _commandLine | _precompiled.Findings;
        HashSet<byte[]> macros = new(_precompiled.HasIncludeMacros, ByteStringComparer.Instance);
        foreach (ReadFile file in _files)
        {
            macros.UnionWith(file.Scan.HasIncludeMacros);
            parts.Add(file.Path, InputKind.Content, file.Digest);
            findings |= file.Scan.Findings;

            // The texts that a diagnostic would quote are no part of it.
            if (file.Scan.LineFiles.Count > 0)
                findings |= ScanFindings.LineFileComputed;
        }

        if (_compilation.RecordsTimes)
            AddTimes(parts);
        _precompiled.AddParts(parts);
        uint kept = (uint)findings;
        if (_compilation.Modules is { } modules)
        {
            // Both compilers find what it imports by paths that can be relative.
            if (FileSystem.RealPath("."u8) is { } directory)
                parts.Add("."u8.ToArray(), InputKind.RealPath, Digest.Of(directory));
            if (modules is { Mapper: null, Root: not null })
                kept |= PrecompiledInputs.ModulesByRule;
        }

        return PrecompiledHeader.Write(kept, in identity, new List<byte[]>(macros), parts);
    }

    /// <summary>The modules' files that the compile may have read.</summary>
    private CollectState AddModules(ModuleUse modules)
    {
        List<byte[]> files = new(modules.Files);
        if (modules.FindsByName && !_search.AddImports(modules, files))
            return CollectState.NotStorable;
        foreach (byte[] file in files)
        {
            if (modules.Interface is not { } written || !written.AsSpan().SequenceEqual(file))
                _search.AddModule(file, byRule: modules is { Mapper: null, Root: not null });
        }

        if (_search.Reason != Counter.None)
            return CollectState.NotStorable;
        Counter reason = _precompiled.AddModulesTo(Inputs, out byte[]? culprit);
        return reason == Counter.None ? CollectState.Complete : NotStorable(reason, culprit);
    }

    private void AddTimes(InputSetBuilder inputs)
    {
        foreach (ReadFile file in _files)
            inputs.AddModified(file.Path, file.Status.Modified.Seconds);
    }

    /// <summary>What the texts of a precompiled header can do to its users.</summary>
    private CollectState JudgePrecompiled(bool mayQuote)
    {
        CollectState state = CollectState.Complete;
        bool ignoreTime = (_settings.Sloppiness & Sloppiness.TimeMacros) != 0;
        if (!JudgeFindings(_precompiled.Findings, _compilation.Source, mayQuote, ignoreTime, ref state))
            return CollectState.NotStorable;
        Counter reason = _precompiled.AddTo(Inputs, mayQuote, out byte[]? culprit);
        return reason == Counter.None ? state : NotStorable(reason, culprit);
    }

    private CollectState NotStorable(Counter reason, byte[]? culprit)
    {
        (Reason, Culprit) = (reason, culprit);
        return CollectState.NotStorable;
    }

    /// <summary>-include and -imacros: gcc's header list leaves them out.</summary>
    private bool ReadCommandLineIncludes()
    {
        if (_compilation.IncludedPrecompiled is { } precompiled)
            _search.AddPrecompiled(precompiled);
        foreach (CommandLineInclude include in _compilation.CommandLineIncludes)
        {
            byte[]? path = _search.FindCommandLineInclude(include);
            if (path is null && _precompiled.IsAny)
                continue;
            if (path is null)
            {
                NotStorable(Counter.MissingInput, include.Operand);
                return false;
            }

            if (!Read(path))
                return false;
        }

        return true;
    }

    private bool Read(byte[] spelled)
    {
        byte[] path = PathSpelling.Normalize(spelled);
        if (!_read.Add(path))
            return true;
        ReadOnlySpan<byte> name = path;
        if ((name.EndsWith(".pcm"u8) || name.EndsWith(".gcm"u8)) && _files.Count > 0)
        {
            _search.AddModule(path, byRule: false);
            return true;
        }

        if (name.EndsWith(".gch"u8) || name.EndsWith(".pch"u8))
        {
            _search.AddPrecompiled(path);
            return true;
        }

        int error = _reader.Read(path, out ReadOnlySpan<byte> content, out FileStatus status);
        if (error != Errno.None)
        {
            NotStorable(error == Errno.TryAgain ? Counter.RacyInput : Counter.MissingInput, path);
            return false;
        }

        // The source's digest is known from before the compile, so it may be as young as it likes if it is the same now.
        bool isSource = _files.Count == 0;
        if (status.IsRegular && !isSource && _clock.IsRacy(in status))
        {
            NotStorable(Counter.RacyInput, path);
            return false;
        }

        Digest digest = Digest.Of(content);
        _neutral?.Notice(content);
        _seen?.Notice(path, content);
        bool isText = !isSource || _compilation.Modules is not { IsInterfaceSource: true };
        _files.Add(new ReadFile(path, status, digest, isText ? SourceScanner.Scan(content, _dialect) : SourceScan.Empty));
        Inputs.Add(path, InputKind.Content, in digest);
        return true;
    }

    /// <summary>Files named by #line: a diagnostic shows their text, wherever they come from.</summary>
    private void AddQuotedFiles()
    {
        foreach (ReadFile file in _files)
        {
            foreach (byte[] name in file.Scan.LineFiles)
                _search.AddIfThere(name);
        }
    }

    private CollectState AddAssembled(List<byte[]> assembled)
    {
        foreach (byte[] spelled in assembled)
        {
            byte[] path = PathSpelling.Normalize(spelled);
            if (_read.Contains(path) || path.AsSpan().SequenceEqual(_compilation.Source) || IsKept(path))
                continue;

            // The list also has names that were never opened (.file, line markers) and the compiler's own temporary file, gone
            // by now. Only where the text asks for files can a name that isn't there have been one.
            if (FileSystem.Stat(path, out FileStatus status) != Errno.None)
            {
                if (path is [(byte)'/', ..] && path.AsSpan().EndsWith(".s"u8) && ByteString.FileName(path).StartsWith("cc"u8))
                    continue;

                // .file says what the source is called, without its directory; nothing was read there as long as nothing of that name is.
                if (path.AsSpan().SequenceEqual(ByteString.FileName(_compilation.Source)))
                    _search.AddIfThere(path);
                else if (AsksAssembler)
                    return NotStorable(Counter.MissingInput, path);
                continue;
            }

            if (_clock.IsRacy(in status))
                return NotStorable(Counter.RacyInput, path);

            // The assembler has directories of its own to search: where it didn't find the file isn't known.
            foreach (byte[] word in _compilation.AssemblerArguments)
            {
                if (word.AsSpan().StartsWith("-I"u8))
                    return NotStorable(Counter.UnsupportedDirective, path);
            }

            _hasAssembled = true;
            if (!_search.AddAssembled(path))
                return NotStorable(Counter.MissingInput, path);
        }

        return CollectState.Complete;
    }

    /// <summary>What -save-temps keeps is made by one stage of this compile and read by the next.</summary>
    private bool IsKept(byte[] path)
    {
        foreach (SideFile file in _compilation.SideFiles)
        {
            if (file.Kind is SideFileKind.KeptText or SideFileKind.KeptAssembly && PathSpelling.Normalize(file.Path).AsSpan().SequenceEqual(path))
                return true;
        }

        return false;
    }

    private static bool Has(ScanFindings findings, ScanFindings any) => (findings & any) != 0;
}
