namespace Larder.Compilers;

/// <content>The files beside the main output: which options ask for them, and what the compilers call them.</content>
internal sealed partial class CommandLineReader
{
    private SaveTempsPlace _saveTemps;
    private byte[]? _dumpBase;
    private byte[]? _dumpBaseSuffix;
    private byte[]? _dumpDirectory;
    private byte[]? _stackUsage;
    private byte[]? _callGraph;
    private byte[]? _serializedDiagnostics;
    private byte[]? _auxiliaryInformation;
    private byte[]? _optimizationRecord;
    private byte[]? _optimizationRecordFile;
    private byte[]? _diagnosticsFormat;
    private byte[]? _listingFile;
    private bool _listsSource;
    private byte[] _recordSuffix = ".opt.yaml"u8.ToArray();

    /// <summary>Where -save-temps puts what it keeps.</summary>
    private enum SaveTempsPlace : byte
    {
        /// <summary>Nothing is kept.</summary>
        None,

        /// <summary>gcc: where the other side files go; clang: the working directory.</summary>
        Usual,

        /// <summary>The working directory.</summary>
        Here,

        /// <summary>Beside the output.</summary>
        BesideOutput,
    }

    private void ApplySaveTemps(byte[] word, ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty)
        {
            // It doesn't take back a place that was named (gcc.cc, OPT_save_temps).
            if (_saveTemps == SaveTempsPlace.None || family == CompilerFamily.Clang) _saveTemps = SaveTempsPlace.Usual;
            return;
        }

        if (value.SequenceEqual("=cwd"u8)) _saveTemps = SaveTempsPlace.Here;
        else if (value.SequenceEqual("=obj"u8)) _saveTemps = SaveTempsPlace.BesideOutput;
        else Refuse(RefusalReason.UnsupportedCompilerOption, word);

        // A place for what is kept takes back one for all side files, and the other way round.
        _dumpDirectory = null;
    }

    private void ApplyOptimizationRecord(byte[] word, ReadOnlySpan<byte> value)
    {
        _optimizationRecord = word;
        if (value is [(byte)'=', .. var format]) _recordSuffix = [.. ".opt."u8, .. format];
    }

    private void ApplyOptimizationReport(byte[] word, ReadOnlySpan<byte> value)
    {
        int equals = value.IndexOf((byte)'=');
        if (equals < 0) return;
        ReadOnlySpan<byte> file = value[(equals + 1)..];
        if (file.SequenceEqual("stderr"u8) || file.SequenceEqual("stdout"u8) || file.SequenceEqual("-"u8)) return;

        // gcc appends to it: of compiles that run at once nothing tells whose lines are whose.
        Refuse(RefusalReason.UnsupportedCompilerOption, word);
    }

    /// <summary>-a…[=FILE] of the GNU assembler: a listing, on standard output where no file is named. False where it is none that is understood.</summary>
    private bool ApplyListing(byte[] word, ReadOnlySpan<byte> value)
    {
        if (family == CompilerFamily.Clang || !value.StartsWith("-a"u8)) return false;
        int equals = value.IndexOf((byte)'=');
        ReadOnlySpan<byte> letters = equals < 0 ? value[2..] : value[2..equals];

        // Not g: it adds the time.
        if (letters.IndexOfAnyExcept("cdhlmns"u8) >= 0) return false;
        _listsSource |= letters.IsEmpty || letters.Contains((byte)'h');
        if (equals < 0) return true;
        byte[] file = value[(equals + 1)..].ToArray();
        if (file.Length == 0 || (_listingFile is not null && !_listingFile.AsSpan().SequenceEqual(file)))
            Refuse(RefusalReason.UnsupportedCompilerOption, word);
        _listingFile = file;
        return true;
    }

    private void ApplyAnalyzerOutput(byte[] word, ReadOnlySpan<byte> value)
    {
        // html is a directory of files whose names are chosen at random.
        _analyzerText = value.SequenceEqual("text"u8);
        if (!_analyzerText && !value.SequenceEqual("plist"u8) && !value.SequenceEqual("plist-multi-file"u8))
            Refuse(RefusalReason.UnsupportedCompilerOption, word);
    }

    /// <summary>
    /// What the names of side files begin with, up to the suffix. gcc's rule is that of releases since 11 (manual, "-dumpbase"; gcc.cc,
    /// process_command): a prefix, then -dumpbase or the output's or the source's base name. Older ones have no such options.
    /// </summary>
    private byte[] AuxiliaryName(ReadOnlySpan<byte> source, ReadOnlySpan<byte> output)
    {
        if (family == CompilerFamily.Clang) return SideFileNames.Auxiliary(family, output, []);
        ReadOnlySpan<byte> prefix = _dumpDirectory;
        if (_dumpDirectory is null && _output is not null && _saveTemps != SaveTempsPlace.Here) prefix = SideFileNames.Directory(output);
        if (_dumpBase is not { Length: > 0 } named)
        {
            ReadOnlySpan<byte> from = _dumpBase is null && _output is not null ? output : source;
            return [.. prefix, .. SideFileNames.Auxiliary(family, SideFileNames.FileName(from), [])];
        }

        ReadOnlySpan<byte> name = named;
        if (_dumpBaseSuffix is { Length: > 0 } suffix && name.Length > suffix.Length && name.EndsWith(suffix)) name = name[..^suffix.Length];
        return named.AsSpan().Contains((byte)'/') ? name.ToArray() : [.. prefix, .. name];
    }

    private List<SideFile> ConcludeSideFiles(CompileStage stage, SourceLanguage language, byte[] source, byte[] output, byte[] auxiliary)
    {
        List<SideFile> files = [];
        bool compiles = !SourceLanguages.IsAssembler(language);
        bool writesCode = stage is CompileStage.Object or CompileStage.Assembly;
        bool gcc = family == CompilerFamily.Gcc;
        if (_saveTemps != SaveTempsPlace.None) AddKept(files, stage, language, source, auxiliary);

        // Under -flto the code is made at the link; clang has no file where there is no function.
        if (_stackUsage is not null && compiles) files.Add(new SideFile(SideFileKind.StackUsage, [.. auxiliary, .. ".su"u8], gcc && !_linkTime, false));
        if (_callGraph is not null && compiles) files.Add(new SideFile(SideFileKind.CallGraph, [.. auxiliary, .. ".ci"u8], !_linkTime, false));
        if (_serializedDiagnostics is { } serialized) files.Add(new SideFile(SideFileKind.SerializedDiagnostics, serialized, true, true));
        if (_auxiliaryInformation is { } prototypes && compiles) files.Add(new SideFile(SideFileKind.AuxiliaryInformation, prototypes, true, false));
        if (_optimizationRecord is not null && compiles && writesCode)
        {
            // Without -o clang cuts the source's suffix off twice (Clang.cpp, addOptRecord: stem, then replace_extension).
            byte[] stem = _output is null ? SideFileNames.Auxiliary(family, auxiliary, []) : auxiliary;
            files.Add(new SideFile(SideFileKind.OptimizationRecord, _optimizationRecordFile ?? [.. stem, .. _recordSuffix], true, false));
        }

        if (_listingFile is { } listing && stage == CompileStage.Object) files.Add(new SideFile(SideFileKind.AssemblerListing, listing, true, false));
        if (_diagnosticsFormat is { } format) AddDiagnostics(files, source, output, auxiliary, format);
        RefuseClashes(files, source, output);
        return files;
    }

    /// <summary>What -save-temps keeps: the text that the preprocessor made, clang's bitcode, the assembly.</summary>
    private void AddKept(List<SideFile> files, CompileStage stage, SourceLanguage language, byte[] source, byte[] auxiliary)
    {
        bool gcc = family == CompilerFamily.Gcc;
        if (stage is CompileStage.Syntax or CompileStage.Analysis) Refuse(RefusalReason.UnsupportedCompilerOption, "-save-temps"u8.ToArray());
        byte[] name = auxiliary;
        if (!gcc)
        {
            ReadOnlySpan<byte> directory = _saveTemps == SaveTempsPlace.BesideOutput && _output is not null ? SideFileNames.Directory(_output) : default;
            name = [.. directory, .. SideFileNames.Auxiliary(family, SideFileNames.FileName(source), [])];
        }

        bool isPreprocessed = SourceLanguages.IsPreprocessedByCompiler(language);
        if (isPreprocessed)
            files.Add(new SideFile(SideFileKind.KeptText, [.. name, .. PreprocessedSuffix(language)], true, !gcc));
        if (SourceLanguages.IsAssembler(language)) return;
        if (!gcc && isPreprocessed)
            files.Add(new SideFile(SideFileKind.KeptBitcode, [.. name, .. _emitLlvm ? ".tmp.bc"u8 : ".bc"u8], true, true));
        if (stage == CompileStage.Object && (gcc || (!_linkTime && !_emitLlvm)))
            files.Add(new SideFile(SideFileKind.KeptAssembly, [.. name, .. ".s"u8], true, !gcc));
    }

    /// <summary>
    /// gcc 13 and newer: NAME.sarif or NAME.gcc.json (manual, "-fdiagnostics-format="). What NAME is, releases don't agree on: it is looked for in
    /// each place, and one must be there.
    /// </summary>
    private void AddDiagnostics(List<SideFile> files, byte[] source, byte[] output, byte[] auxiliary, byte[] format)
    {
        ReadOnlySpan<byte> suffix = format.AsSpan().StartsWith("sarif"u8) ? ".sarif"u8 : ".gcc.json"u8;
        ReadOnlySpan<byte> name = SideFileNames.FileName(source);
        ReadOnlySpan<byte> sourceSuffix = name[SideFileNames.Auxiliary(family, name, []).Length..];
        ReadOnlySpan<byte> stem = _dumpBase is { Length: > 0 } ? _dumpBase : [.. auxiliary, .. sourceSuffix];
        AddOnce(files, SideFileKind.DiagnosticsBesideOutput, [.. stem, .. suffix]);
        AddOnce(files, SideFileKind.DiagnosticsOfOutput, [.. SideFileNames.FileName(stem), .. suffix]);
        AddOnce(files, SideFileKind.DiagnosticsOfSource, [.. name, .. suffix]);
        AddOnce(files, SideFileKind.DiagnosticsBesideSource, [.. source, .. suffix]);
    }

    private static void AddOnce(List<SideFile> files, SideFileKind kind, byte[] path)
    {
        if (!files.Exists(file => file.Path.AsSpan().SequenceEqual(path))) files.Add(new SideFile(kind, path, false, false));
    }

    /// <summary>One path for two files: what stands there in the end depends on who wrote last.</summary>
    private void RefuseClashes(List<SideFile> files, byte[] source, byte[] output)
    {
        for (int i = 0; i < files.Count; i++)
        {
            ReadOnlySpan<byte> path = files[i].Path;
            bool clashes = path.IsEmpty || path.SequenceEqual("-"u8) || path.SequenceEqual(source) || path.SequenceEqual(output);
            for (int k = 0; k < i; k++) clashes |= path.SequenceEqual(files[k].Path);
            if (clashes) Refuse(RefusalReason.UnsupportedCompilerOption, files[i].Path);
        }
    }

    private static ReadOnlySpan<byte> PreprocessedSuffix(SourceLanguage language) => language switch
    {
        SourceLanguage.C => ".i"u8,
        SourceLanguage.Cxx => ".ii"u8,
        SourceLanguage.ObjectiveC => ".mi"u8,
        SourceLanguage.ObjectiveCxx => ".mii"u8,
        _ => ".s"u8,
    };
}
