namespace Larder.Compilers;

/// <content>What each role of an option does to the state.</content>
internal sealed partial class CommandLineReader
{
    private byte[]? _unknown;
    private byte[]? _unknownBeforeWord;
    private int _inputs;
    private int _sourceIndex;
    private byte[]? _language;
    private byte[]? _sourceLanguage;
    private byte[]? _output;
    private byte[]? _architecture;
    private byte[]? _seed;
    private byte[]? _dependencyFile;
    private byte[]? _listDependencyFile;
    private byte[]? _dependencyOption;
    private byte[]? _frontendOption;
    private byte[]? _previousAssemblerWord;
    private List<CommandLineInclude>? _includes;
    private List<byte[]>? _assembler;
    private List<byte[]>? _hashedFiles;
    private List<byte[]>? _plugins;
    private List<byte[]>? _optionalFiles;
    private List<byte[]>? _profileDirectories;
    private bool _readsProfile;
    private bool _usesSpecs;
    private int _debugLevel;
    private ColourChoice _colour;
    private bool _object;
    private bool _assembly;
    private bool _syntaxOnly;
    private bool _analyze;
    private bool _analyzerText;
    private bool _text;
    private byte[]? _textForm;
    private bool _dependAll;
    private bool _dependUser;
    private bool _listDependUser;
    private bool _targets;
    private bool _phony;
    private bool _splitDwarf;
    private bool _splitDwarfSingle;
    private bool _coverage;
    private bool _seedSensitive;
    private bool _linkTime;
    private bool _recordsLine;
    private bool _noSwitchesInDwarf;
    private bool _native;
    private bool _printsHeaders;
    private bool _emitLlvm;
    private bool _externalAssembler;
    private byte[]? _includedPrecompiled;
    private bool _emitsPrecompiled;
    private bool _leavesOutTimes;
    private byte[]? _moduleOption;
    private byte[]? _moduleMapper;
    private bool _moduleSwitch;
    private List<byte[]>? _moduleFiles;
    private List<byte[]>? _moduleDirectories;
    private byte[]? _moduleOutput;
    private bool _precompile;

    private void Apply(OptionRole role, byte[] word, ReadOnlySpan<byte> value, ref OptionEffects effects)
    {
        switch (role)
        {
            case OptionRole.Keep or OptionRole.Drop or OptionRole.LinkOnly: break;
            case OptionRole.Refuse: Refuse(RefusalReason.UnsupportedCompilerOption, word); break;
            case OptionRole.Modules: Refuse(RefusalReason.Modules, word); break;
            case OptionRole.ModuleSwitch: (_moduleSwitch, _moduleOption) = (true, word); break;
            case OptionRole.ModuleMapper: (_moduleMapper, _moduleOption) = (value.ToArray(), word); break;
            case OptionRole.ModuleFile: AddModuleFile(word, value); break;
            case OptionRole.ModuleDirectory:
                (_moduleDirectories ??= []).Add(value.ToArray());
                _moduleOption = word;
                break;
            case OptionRole.ModuleOutput: (_moduleOutput, _moduleOption) = (value.ToArray(), word); break;
            case OptionRole.StopAtInterface: (_precompile, _moduleOption) = (true, word); break;
            case OptionRole.PrecompiledHeader: Refuse(RefusalReason.PrecompiledHeader, word); break;
            case OptionRole.Architectures: Refuse(RefusalReason.MultipleArchitectures, word); break;
            case OptionRole.Information: Refuse(RefusalReason.InformationRequest, word); break;
            case OptionRole.Preprocess: Refuse(RefusalReason.CalledForPreprocessing, word); break;
            case OptionRole.SyntaxOnly: _syntaxOnly = true; break;
            case OptionRole.Analyze: _analyze = true; break;
            case OptionRole.AnalyzerOutput: ApplyAnalyzerOutput(word, value); break;
            case OptionRole.SaveTemps: ApplySaveTemps(word, value); break;
            case OptionRole.StackUsage: _stackUsage = word; break;
            case OptionRole.CallGraph: _callGraph = word; break;
            case OptionRole.SerializedDiagnostics: _serializedDiagnostics = value.ToArray(); break;
            case OptionRole.AuxiliaryInformation: _auxiliaryInformation = value.ToArray(); break;
            case OptionRole.OptimizationRecord: ApplyOptimizationRecord(word, value); break;
            case OptionRole.OptimizationRecordFile: (_optimizationRecord, _optimizationRecordFile) = (word, value.ToArray()); break;
            case OptionRole.NoOptimizationRecord: _optimizationRecord = null; break;
            case OptionRole.DumpBase: _dumpBase = value.ToArray(); break;
            case OptionRole.DumpBaseSuffix: _dumpBaseSuffix = value.ToArray(); break;
            case OptionRole.DumpDirectory: _dumpDirectory = value.ToArray(); break;
            case OptionRole.DependMissing: Refuse(RefusalReason.MissingHeadersAllowed, word); break;
            case OptionRole.StopAtText: _text = true; break;
            case OptionRole.TextForm: _textForm ??= word; break;
            case OptionRole.StopAtObject: _object = true; break;
            case OptionRole.StopAtAssembly: _assembly = true; break;
            case OptionRole.Output: ApplyOutput(word, value); break;
            case OptionRole.Language: _language = value.SequenceEqual("none"u8) ? null : value.ToArray(); break;
            case OptionRole.DependAll: (_dependAll, _dependencyOption) = (true, word); break;
            case OptionRole.DependUser: (_dependUser, _dependencyOption) = (true, word); break;
            case OptionRole.DependFile: (_dependencyFile, _dependencyOption) = (value.ToArray(), _dependencyOption ?? word); break;
            case OptionRole.DependTarget: (_targets, _dependencyOption) = (true, _dependencyOption ?? word); break;
            case OptionRole.DependPhony: (_phony, _dependencyOption) = (true, _dependencyOption ?? word); break;
            case OptionRole.Debug: ApplyDebug(word); break;
            case OptionRole.DebugLines: _debugLevel = 1; break;
            case OptionRole.SplitDwarf: ApplySplitDwarf(single: false); break;
            case OptionRole.SplitDwarfKind: ApplySplitDwarf(single: value.SequenceEqual("single"u8)); break;
            case OptionRole.NoSplitDwarf: _splitDwarf = false; break;
            case OptionRole.RecordLine: _recordsLine = true; break;
            case OptionRole.NoRecordLine: _recordsLine = false; break;
            case OptionRole.SwitchesInDwarf: _noSwitchesInDwarf = false; break;
            case OptionRole.NoSwitchesInDwarf: _noSwitchesInDwarf = true; break;
            case OptionRole.Seed: _seed = value.ToArray(); break;
            case OptionRole.SeedSensitive:
                _seedSensitive = true;
                _linkTime |= word.AsSpan().StartsWith("-flto"u8);
                break;
            case OptionRole.Coverage: _coverage = true; break;
            case OptionRole.ProfileUse: ApplyProfileUse(word, value); break;
            case OptionRole.ProfileDirectory:
                _seedSensitive = true;
                (_profileDirectories ??= []).Add(value.ToArray());
                break;
            case OptionRole.Specs: _usesSpecs = true; break;
            case OptionRole.Machine: _native |= value.StartsWith("native"u8); break;
            case OptionRole.ColourAlways: _colour = ColourChoice.Always; break;
            case OptionRole.ColourNever or OptionRole.PlainOutput: _colour = ColourChoice.Never; break;
            case OptionRole.ColourValue: ApplyColour(word, value); break;
            case OptionRole.Include: AddInclude(macrosOnly: false, value); break;
            case OptionRole.IncludeMacros: AddInclude(macrosOnly: true, value); break;
            case OptionRole.IncludePrecompiled: IncludePrecompiled(word, value); break;
            case OptionRole.AssemblerList: ApplyAssemblerList(word, value); break;
            case OptionRole.AssemblerWord: AddAssemblerWord(word, value); break;
            case OptionRole.PreprocessorList: ApplyPreprocessorList(word, value, ref effects); break;
            case OptionRole.PreprocessorWord:
                if (!ForwardedWords.IsSimplePreprocessorWord(value)) Refuse(RefusalReason.UnsupportedCompilerOption, value.ToArray());
                break;
            case OptionRole.FrontendWord: ApplyFrontendWord(value, ref effects); break;
            case OptionRole.BackendWord:
                if (!ForwardedWords.IsSimpleBackendWord(value)) Refuse(RefusalReason.UnsupportedCompilerOption, value.ToArray());
                break;
            case OptionRole.PrintHeaders: _printsHeaders = true; break;
            case OptionRole.HashFile: (_hashedFiles ??= []).Add(value.ToArray()); break;
            case OptionRole.Plugin: ApplyPlugin(word, value); break;
            case OptionRole.OptimisationReport: ApplyOptimizationReport(word, value); break;
            case OptionRole.DiagnosticsFormat:
                bool isFile = value.EndsWith("-file"u8);
                _diagnosticsFormat = isFile ? value.ToArray() : null;
                if (isFile && family == CompilerFamily.Clang) Refuse(RefusalReason.UnsupportedCompilerOption, word);
                break;
            case OptionRole.DriverMode:
                if (value.SequenceEqual("g++"u8)) _mode = DriverMode.Cxx;
                else if (value.SequenceEqual("gcc"u8)) _mode = DriverMode.C;
                else Refuse(RefusalReason.UnsupportedCompilerOption, word);
                break;
            case OptionRole.EmitLlvm: _emitLlvm = true; break;
            case OptionRole.ExternalAssembler: _externalAssembler = true; break;
            case OptionRole.Architecture:
                if (_architecture is not null && !value.SequenceEqual(_architecture)) Refuse(RefusalReason.MultipleArchitectures, word);
                _architecture = value.ToArray();
                break;
            default: Refuse(RefusalReason.UnsupportedCompilerOption, word); break;
        }
    }

    /// <summary>
    /// clang reads the file that is named, or default.profdata in the directory that is; a sampled profile has no default. gcc's
    /// -fauto-profile names a file too; its -fprofile-use names a directory at most.
    /// </summary>
    private void ApplyProfileUse(byte[] word, ReadOnlySpan<byte> value)
    {
        _seedSensitive = true;
        bool isSampled = word.AsSpan().StartsWith("-fauto"u8) || word.AsSpan().StartsWith("-fprofile-sample"u8);
        bool isNamed = word.AsSpan().Contains((byte)'=');
        if (isNamed && value.IsEmpty) Refuse(RefusalReason.UnsupportedCompilerOption, word);
        if (family == CompilerFamily.Gcc && !isSampled)
        {
            _readsProfile = true;
            if (isNamed) (_profileDirectories ??= []).Add(value.ToArray());
            return;
        }

        if (isSampled && !isNamed && family == CompilerFamily.Clang) Refuse(RefusalReason.UnsupportedCompilerOption, word);
        ReadOnlySpan<byte> name = isNamed ? value : isSampled ? "fbdata.afdo"u8 : "default.profdata"u8;
        (_optionalFiles ??= []).Add(name.ToArray());
        if (!isSampled && isNamed) _optionalFiles.Add([.. name, .. "/default.profdata"u8]);
    }

    private void ApplyOutput(byte[] word, ReadOnlySpan<byte> value)
    {
        // gcc hands both to cc1, which fails; of clang's the last one counts.
        if (value.IsEmpty || (_output is not null && family == CompilerFamily.Gcc)) Refuse(RefusalReason.BadArguments, word);
        if (value.SequenceEqual("-"u8)) Refuse(RefusalReason.OutputToStdout, word);
        _output = value.ToArray();
    }

    /// <summary>A number sets the level; any other form of -g asks for at least the usual one.</summary>
    private void ApplyDebug(ReadOnlySpan<byte> word)
    {
        byte last = word[^1];
        bool isLevel = last is >= (byte)'0' and <= (byte)'9' && !word.StartsWith("-gdwarf"u8);
        if (isLevel) _debugLevel = Math.Min(last - (byte)'0', 3);
        else _debugLevel = Math.Max(_debugLevel, 2);
    }

    private void ApplySplitDwarf(bool single)
    {
        _splitDwarf = true;
        _splitDwarfSingle = single;

        // Releases of gcc before 11 take it for -g as well, so it must be assumed; clang's does not (since 12).
        if (family == CompilerFamily.Gcc) _debugLevel = Math.Max(_debugLevel, 2);
    }

    private void ApplyColour(byte[] word, ReadOnlySpan<byte> value)
    {
        if (value.SequenceEqual("always"u8)) _colour = ColourChoice.Always;
        else if (value.SequenceEqual("never"u8)) _colour = ColourChoice.Never;
        else if (value.SequenceEqual("auto"u8)) _colour = ColourChoice.Auto;
        else Refuse(RefusalReason.BadArguments, word);
    }

    /// <summary>A name without a slash is looked for in directories that only the compiler knows. A plugin may use the seed that gcc draws.</summary>
    private void ApplyPlugin(byte[] word, ReadOnlySpan<byte> value)
    {
        if (!value.Contains((byte)'/')) Refuse(RefusalReason.UnsupportedCompilerOption, word);
        (_plugins ??= []).Add(value.ToArray());
        _seedSensitive = true;
    }

    private void AddInclude(bool macrosOnly, ReadOnlySpan<byte> value) =>
        (_includes ??= []).Add(new CommandLineInclude(macrosOnly, value.ToArray()));

    private void IncludePrecompiled(byte[] word, ReadOnlySpan<byte> file)
    {
        // Of several clang takes the last, and warns or not by release.
        if (_includedPrecompiled is not null || file.IsEmpty) Refuse(RefusalReason.PrecompiledHeader, word);
        _includedPrecompiled = file.ToArray();
    }

    private void ApplyAssemblerList(byte[] word, ReadOnlySpan<byte> value)
    {
        while (true)
        {
            int comma = value.IndexOf((byte)',');
            AddAssemblerWord(word, comma < 0 ? value : value[..comma]);
            if (comma < 0) return;
            value = value[(comma + 1)..];
        }
    }

    private void AddAssemblerWord(byte[] word, ReadOnlySpan<byte> value)
    {
        if (!ApplyListing(word, value) && ForwardedWords.WhyNotAssembler(value, _previousAssemblerWord) is { } reason) Refuse(reason, word);
        _previousAssemblerWord = value.ToArray();
        (_assembler ??= []).Add(_previousAssemblerWord);
    }

    /// <summary>-Wp,: one of -MD, -MMD, -MT or -MQ with its value, or any number of macros.</summary>
    private void ApplyPreprocessorList(byte[] word, ReadOnlySpan<byte> value, ref OptionEffects effects)
    {
        int comma = value.IndexOf((byte)',');
        ReadOnlySpan<byte> first = comma < 0 ? value : value[..comma];
        ReadOnlySpan<byte> rest = comma < 0 ? default : value[(comma + 1)..];
        bool pair = !rest.IsEmpty && !rest.Contains((byte)',');
        bool user = first.SequenceEqual("-MMD"u8);
        if (pair && (user || first.SequenceEqual("-MD"u8)))
        {
            effects = OptionEffects.Dependencies;
            ApplyListedDependencies(word, rest.ToArray(), user);
            return;
        }

        if (pair && (first.SequenceEqual("-MT"u8) || first.SequenceEqual("-MQ"u8)))
        {
            effects = OptionEffects.Dependencies;
            return;
        }

        while (ForwardedWords.IsMacro(first))
        {
            if (comma < 0) return;
            comma = rest.IndexOf((byte)',');
            first = comma < 0 ? rest : rest[..comma];
            rest = comma < 0 ? default : rest[(comma + 1)..];
        }

        Refuse(RefusalReason.UnsupportedCompilerOption, word);
    }

    /// <summary>
    /// -Wp,-MD,FILE: clang reads it as -MD -MF FILE. gcc's cc1 gets it as it stands, beside what the driver makes of -MD; such
    /// mixtures are refused in <see cref="ConcludeDependencies"/>.
    /// </summary>
    private void ApplyListedDependencies(byte[] word, byte[] file, bool user)
    {
        if (family == CompilerFamily.Clang)
        {
            if (user) _dependUser = true;
            else _dependAll = true;
            _dependencyFile = file;
            _dependencyOption = word;
            return;
        }

        if (_listDependencyFile is not null) Refuse(RefusalReason.UnsupportedCompilerOption, word);
        _listDependencyFile = file;
        _listDependUser = user;
    }

    /// <summary>-Xclang: a driver's option that only changes code or diagnostics, or one of a few of cc1's own.</summary>
    private void ApplyFrontendWord(ReadOnlySpan<byte> value, ref OptionEffects effects)
    {
        if (_frontendOption is { } option)
        {
            _frontendOption = null;
            if (option.AsSpan().SequenceEqual("-mllvm"u8) && !ForwardedWords.IsSimpleBackendWord(value))
                Refuse(RefusalReason.UnsupportedCompilerOption, value.ToArray());
            else if (option.AsSpan().SequenceEqual("-load"u8))
                ApplyPlugin(option, value);
            else if (option.AsSpan().SequenceEqual("-include-pch"u8))
                IncludePrecompiled(option, value);
            else if (option.AsSpan().SequenceEqual("-include"u8))
                (_includes ??= []).Add(new CommandLineInclude(false, value.ToArray(), PastDriver: true));
            return;
        }

        if (ForwardedWords.TakesFrontendValue(value))
        {
            _frontendOption = value.ToArray();
            return;
        }

        _emitsPrecompiled |= value.SequenceEqual(ForwardedWords.EmitPrecompiled);
        _leavesOutTimes |= value.SequenceEqual(ForwardedWords.NoPrecompiledTimes);
        if (ForwardedWords.IsSimpleFrontendFlag(value)) return;
        bool known = value.Length > 2 && value[0] == (byte)'-' && value[1] is (byte)'f' or (byte)'W'
            && OptionTable.Find(family, value, out OptionRow row) && row.Role == OptionRole.Keep
            && (row.Arity == OptionArity.Joined || row.NameLength == value.Length && row.Arity == OptionArity.Flag)
            && Widen(ref effects, row.Effects);
        if (!known) Refuse(RefusalReason.UnsupportedCompilerOption, value.ToArray());
    }

    private static bool Widen(ref OptionEffects effects, OptionEffects by)
    {
        effects |= by;
        return true;
    }
}
