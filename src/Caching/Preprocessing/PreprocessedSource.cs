using Larder.Caching.Direct;
using Larder.Caching.Inputs;
using Larder.Caching.Running;
using Larder.Caching.Settings;
using Larder.Caching.Toolchains;
using Larder.Compilers;
using Larder.Compilers.Scanning;
using Larder.Posix;
using Larder.Storage;
using Larder.Storage.Manifests;

namespace Larder.Caching.Preprocessing;

/// <summary>
/// Preprocessor mode: what the compile reads is learnt by running the preprocessor alone. The key of the result is made of its
/// text <em>and</em> of the content of every file that it names: the text alone keeps neither columns nor comments, and both
/// reach debug information and diagnostics.
/// </summary>
internal sealed class PreprocessedSource
{
    private readonly List<(byte[] Path, Digest Digest)> _files = [];

    /// <summary>The files that it names, by content.</summary>
    internal IReadOnlyList<(byte[] Path, Digest Digest)> Files => _files;

    /// <summary>The digest of the preprocessor's output.</summary>
    private Digest _text;

    /// <summary>The preprocessor's command; null where this compile can't be served in this mode.</summary>
    private static byte[][]? Words(Invocation invocation, Compilation compilation)
    {
        if (compilation.IncludedPrecompiled is not null)
            return null;
        foreach (CommandLineInclude include in compilation.CommandLineIncludes)
        {
            // clang's driver takes it for the file, and the text then has nothing of what is in it.
            bool isPrecompiled = compilation.Family == CompilerFamily.Clang && !include.PastDriver
                && (Exists(include.Operand, ".pch"u8) || Exists(include.Operand, ".gch"u8));
            if (include.MacrosOnly || isPrecompiled)
                return null;
        }

        List<byte[]> words = PreprocessorWords.Of(invocation, compilation, "-E"u8);

        // Shows as a directive that gcc took a precompiled header, whose content may be any.
        if (compilation.Family == CompilerFamily.Gcc)
            words.Insert(1, "-fpch-preprocess"u8.ToArray());

        // With -g3 the object holds macros that the text doesn't show.
        if (compilation.DebugLevel >= 3)
            words.Insert(1, "-dD"u8.ToArray());
        return [.. words];
    }

    private static bool Exists(byte[] path, ReadOnlySpan<byte> suffix) => FileSystem.Stat(ByteString.Concat(path, suffix), out _) == Errno.None;

    /// <summary>The preprocessor's text without line markers: what the compiler proper sees of macros. Null where it fails.</summary>
    internal static byte[]? Expand(Invocation invocation, Compilation compilation)
    {
        List<byte[]> words = PreprocessorWords.Of(invocation, compilation, "-E"u8);
        words.Insert(1, "-P"u8.ToArray());
        CapturedRun? run = CapturedRun.Of(invocation.Compiler, [.. words], invocation.Environment.With("LARDER_DISABLE=1"u8.ToArray()));
        return run is { Exit.Succeeded: true } ? run.Output : null;
    }

    /// <summary>Runs the preprocessor. Null where it fails or its result can't be a key.</summary>
    internal static PreprocessedSource? Run(Invocation invocation, Compilation compilation, FileDigester digester)
    {
        if (Words(invocation, compilation) is not { } words)
            return null;
        ProcessEnvironment environment = invocation.Environment.With("LARDER_DISABLE=1"u8.ToArray());
        CapturedRun? run = CapturedRun.Of(invocation.Compiler, words, environment);
        if (run is not { Exit.Succeeded: true })
            return null;

        // What the assembler will read can't be in the key, nor can a precompiled header.
        ScanFindings findings = SourceScanner.Scan(run.Output, SourceDialect.Preprocessed).Findings;
        if ((findings & ScanFindings.PragmaPch) != 0
            || (compilation.Stage == CompileStage.Object && (findings & ScanFindings.IncbinText) != 0))
            return null;

        PreprocessedSource source = new() { _text = Digest.Of(run.Output) };
        HashSet<byte[]> names = new(ByteStringComparer.Instance);
        LineMarkers.Collect(run.Output, names);
        foreach (byte[] name in names)
        {
            int error = digester.Digest(name, out Digest digest, out FileStatus status);
            if (error == Errno.None)
                source._files.Add((name, digest));
            else if (!Errno.SaysAbsent(error) && !status.IsDirectory)
                return null;
        }

        return source;
    }

    /// <summary>The key of the result.</summary>
    internal Digest ResultKey(in Digest manifest, long condition, Toolchain toolchain)
    {
        KeyRecord key = KeyRecord.For("preprocessed"u8, 1);
        Span<byte> bytes = stackalloc byte[Digest.Size];
        manifest.CopyTo(bytes);
        key.Add("manifest"u8, bytes);
        _text.CopyTo(bytes);
        key.Add("text"u8, bytes);
        key.Add("streams"u8, condition);
        foreach ((byte[] path, Digest digest) in _files)
            key.AddFile("input"u8, path, in digest);
        InputSetBuilder identities = new();
        PathIdentities.Add(identities, toolchain, _files);
        identities.AddTo(key);
        return key.Finish();
    }

    /// <summary>Whether a compile that ran between <paramref name="clock"/> and now has read what the key is made of.</summary>
    internal Counter Check(
        Invocation invocation, Compilation compilation, KeyedEnvironment environment, FileDigester digester, RacyClock clock)
    {
        if (clock.WasSetBack)
            return Counter.RacyInput;
        bool ignoreTime = (invocation.Settings.Sloppiness & Sloppiness.TimeMacros) != 0;
        ScanFindings commandLine = CommandLineMacros.Scan(compilation);
        bool isFixed = environment.HasSourceDate && compilation.Family == CompilerFamily.Gcc;
        if ((commandLine & ScanFindings.TimeMacro) != 0 && !ignoreTime && !isFixed)
            return Counter.TimeMacros;
        bool dated = (commandLine & (ScanFindings.DateMacro | ScanFindings.TimestampMacro)) != 0;
        foreach ((byte[] path, Digest digest) in _files)
        {
            if (digester.Digest(path, out Digest now, out FileStatus status) != Errno.None || now != digest || clock.IsRacy(in status))
                return Counter.RacyInput;
            if (FileSystem.ReadAll(path, out _) is not { } content)
                return Counter.RacyInput;
            ScanFindings findings = SourceScanner.Scan(content, Dialects.Of(compilation)).Findings;
            if ((findings & ScanFindings.TimeMacro) != 0 && !ignoreTime && !isFixed)
                return Counter.TimeMacros;
            if ((findings & (ScanFindings.PragmaGccDependency | ScanFindings.TooComplex)) != 0)
                return Counter.UnsupportedDirective;
            if ((findings & (ScanFindings.CxxImport | ScanFindings.ObjCImport)) != 0)
                return Counter.ModulesUsed;
            dated |= (findings & (ScanFindings.DateMacro | ScanFindings.TimestampMacro)) != 0;
        }

        // A date that changed between the preprocessor's run and the compiler's shows in a second run of the former.
        if (dated && (Run(invocation, compilation, digester) is not { } again || again._text != _text))
            return Counter.TimeMacros;
        return Counter.None;
    }
}
