namespace Larder.Compilers;

/// <content>The judgement, once the whole line is known.</content>
internal sealed partial class CommandLineReader
{
    private ParseOutcome Conclude()
    {
        bool gcc = family == CompilerFamily.Gcc;
        if (_frontendOption is { } dangling) Refuse(RefusalReason.BadArguments, dangling);
        ConcludeInputs(out SourceLanguage language, out bool isHeader);
        if (!_object && !_assembly && !_text && !_syntaxOnly && !_analyze && !_precompile && !isHeader) Refuse(RefusalReason.CalledForLink, []);

        byte[] source = _inputs > 0 ? words[_sourceIndex] : [];
        CompileStage stage = ConcludeStage(ref isHeader);
        byte[] output = _output ?? (isHeader ? SideFileNames.DefaultPrecompiled(source)
            : _text ? []
            : SideFileNames.DefaultOutput(family, source, DefaultSuffix(stage)));
        byte[] auxiliary = AuxiliaryName(source, output);

        DependencyMode dependencies = ConcludeDependencies(language, output, auxiliary, out byte[]? dependencyFile);
        byte[]? splitDwarfFile = ConcludeSplitDwarf(stage, language, auxiliary);
        bool coverage = _coverage && !_text && !SourceLanguages.IsAssembler(language) && (gcc || stage is CompileStage.Object or CompileStage.Assembly);
        byte[]? notes = coverage ? [.. auxiliary, .. ".gcno"u8] : null;
        List<SideFile> sideFiles = ConcludeSideFiles(stage, language, source, output, auxiliary);
        ConcludePrecompiled(isHeader, dependencyFile, sideFiles);
        ModuleUse? modules = ConcludeModules(stage, language, source, output, dependencies, sideFiles);

        // cc1 obeys on preprocessed text too, of which nobody lists what it includes.
        bool includesPastDriver = _includedPrecompiled is not null || (_includes?.Exists(static include => include.PastDriver) ?? false);
        if (includesPastDriver && !SourceLanguages.IsPreprocessedByCompiler(language))
            Refuse(RefusalReason.UnsupportedCompilerOption, _includedPrecompiled ?? source);
        if (_text && sideFiles.Count > 0) Refuse(RefusalReason.CalledForPreprocessing, sideFiles[0].Path);

        // The side files of /dev/null would stand in /dev. What gcc calls those of a compile that it takes for a link's first step is its own.
        bool named = _dependencyFile is not null || _listDependencyFile is not null;
        bool hasSideFiles = (dependencies != DependencyMode.None && !named) || splitDwarfFile is not null || notes is not null || sideFiles.Count > 0;
        if (hasSideFiles && output.AsSpan().SequenceEqual("/dev/null"u8)) Refuse(RefusalReason.UnsupportedCompilerOption, output);
        if (gcc && _syntaxOnly && (SourceLanguages.IsAssembler(language) || (hasSideFiles && !_object && !_assembly)))
            Refuse(RefusalReason.SyntaxOnly, source);

        // It takes part in the names that gcc makes of paths, each release in its way.
        if (_readsProfile && _parsed.Exists(static argument => argument.Name.SequenceEqual("-fprofile-prefix-path="u8)))
            Refuse(RefusalReason.UnsupportedCompilerOption, "-fprofile-prefix-path="u8.ToArray());

        if (ProbeNames.IsProbe(source, output)) Refuse(RefusalReason.Probe, source);
        if (_text) ConcludeText(language, dependencies);
        else if (_textForm is { } form) Refuse(RefusalReason.UnsupportedCompilerOption, form);

        // gcc keeps target regions as for a link, in sections named at random, and the options with them.
        bool keepsTargets = gcc && _parsed.Exists(static argument => argument.Name.StartsWith("-fopenmp"u8) || argument.Name.StartsWith("-fopenacc"u8));
        _seedSensitive |= keepsTargets;
        if (_refusal is { } reason) return new Refusal(reason, _refusalDetail) { Split = Split() };

        bool switchesInDwarf = gcc && _debugLevel > 0 && !_noSwitchesInDwarf;
        bool seedMatters = _recordsLine || _unknown is not null || _coverage || switchesInDwarf
            || (_seedSensitive && (gcc || !IsLinkTimeOnly()));
        return new Compilation
        {
            Family = family,
            Mode = _mode,
            Arguments = words,
            Parsed = _parsed,
            Source = source,
            SourceIndex = _sourceIndex,
            Language = language,
            Stage = stage,
            Output = _output,
            OutputPath = output,
            Modules = modules,
            WritesOutput = stage is CompileStage.Object or CompileStage.Assembly or CompileStage.PrecompiledHeader or CompileStage.ModuleInterface
                || (_text && _output is not null)
                || (stage == CompileStage.Analysis && !_analyzerText),
            SideFiles = sideFiles,
            ListsSource = _listsSource && stage == CompileStage.Object,
            OutputMatters = isHeader || modules is not null || _recordsLine || _unknown is not null || _coverage || _seedSensitive || _splitDwarf || sideFiles.Count > 0
                || (dependencies != DependencyMode.None && !_targets),
            Dependencies = dependencies,
            DependencyFile = dependencyFile,
            HasDependencyTargets = _targets,
            PhonyDependencies = _phony,
            SplitDwarf = _splitDwarf && _debugLevel > 0,
            SplitDwarfFile = splitDwarfFile,
            Coverage = coverage,
            CoverageNotesFile = notes,
            DebugLevel = _debugLevel,
            CommandLineIncludes = _includes ?? (IReadOnlyList<CommandLineInclude>)[],
            IncludedPrecompiled = _includedPrecompiled,
            RecordsTimes = isHeader && !gcc && !_leavesOutTimes,
            RecordsCommandLine = _recordsLine,
            SwitchesInDwarf = switchesInDwarf,
            RandomSeed = _seed,
            SeedMatters = seedMatters,
            LinkTime = _linkTime || keepsTargets,
            NativeTarget = _native,
            WorkingDirectoryMatters = isHeader || _text || modules is not null || DirectoryMatters(besidesDebug: false),
            OnlyDebugInfoHasDirectory = !isHeader && !_text && modules is null && _debugLevel > 0 && !DirectoryMatters(besidesDebug: true),
            Colour = _colour,
            PrintsHeaders = _printsHeaders,
            AssemblerArguments = _assembler ?? (IReadOnlyList<byte[]>)[],
            HashedFiles = _hashedFiles ?? (IReadOnlyList<byte[]>)[],
            Plugins = _plugins ?? (IReadOnlyList<byte[]>)[],
            OptionalFiles = _optionalFiles ?? (IReadOnlyList<byte[]>)[],
            ReadsProfile = _readsProfile,
            ProfileDirectories = _profileDirectories ?? (IReadOnlyList<byte[]>)[],
            AuxiliaryName = auxiliary,
            UsesSpecs = _usesSpecs,
            MayNameInodes = !gcc && _parsed.Exists(static argument => argument.Name.StartsWith("-fopenmp"u8) && !argument.Name.StartsWith("-fopenmp-simd"u8)),
            CompressesDebug = _parsed.Exists(static argument => argument.Name.StartsWith("-gz"u8)),
            UnknownOption = _unknown,
        };
    }

    /// <summary>How far the compile goes: the compilers stop at the first of these that is asked for, whatever else is.</summary>
    private CompileStage ConcludeStage(ref bool isHeader)
    {
        if (_syntaxOnly && _analyze) Refuse(RefusalReason.UnsupportedCompilerOption, "--analyze"u8.ToArray());
        if (_text && (_syntaxOnly || _analyze)) Refuse(RefusalReason.CalledForPreprocessing, []);
        isHeader &= !_analyze && !_syntaxOnly && !_text;
        if (_text) return CompileStage.Text;
        if (_precompile) return CompileStage.ModuleInterface;
        if (_analyze) return CompileStage.Analysis;
        if (_syntaxOnly) return CompileStage.Syntax;
        if (isHeader) return CompileStage.PrecompiledHeader;
        return _assembly ? CompileStage.Assembly : CompileStage.Object;
    }

    /// <summary>A precompiled header is all that comes of a header, and of nothing else. Where more would be written, the line is refused.</summary>
    private void ConcludePrecompiled(bool isHeader, byte[]? dependencyFile, List<SideFile> sideFiles)
    {
        if (_emitsPrecompiled && !isHeader) Refuse(RefusalReason.PrecompiledHeader, ForwardedWords.EmitPrecompiled.ToArray());
        if (!isHeader) return;
        if (_assembly || _emitLlvm) Refuse(RefusalReason.PrecompiledHeader, _assembly ? "-S"u8.ToArray() : "-emit-llvm"u8.ToArray());
        if (_splitDwarf) Refuse(RefusalReason.PrecompiledHeader, "-gsplit-dwarf"u8.ToArray());
        if (_coverage) Refuse(RefusalReason.PrecompiledHeader, "--coverage"u8.ToArray());
        if (sideFiles.Count > 0) Refuse(RefusalReason.PrecompiledHeader, sideFiles[0].Path);

        // Named after the source, each driver in its own way.
        if (dependencyFile is not null && _output is null && _dependencyFile is null && _listDependencyFile is null)
            Refuse(RefusalReason.PrecompiledHeader, _dependencyOption ?? []);
    }

    private void ConcludeInputs(out SourceLanguage language, out bool isHeader)
    {
        language = SourceLanguage.C;
        isHeader = false;
        if (_inputs == 0)
        {
            Refuse(RefusalReason.NoInputFile, []);
            return;
        }

        byte[] source = words[_sourceIndex];
        if (_inputs > 1)
        {
            if (_unknownBeforeWord is { } option) Refuse(RefusalReason.UnknownOptionWithSeparateWord, option);
            else Refuse(RefusalReason.MultipleSourceFiles, source);
        }

        if (source.Length == 0) Refuse(RefusalReason.BadArguments, source);
        if (source.AsSpan().SequenceEqual("-"u8)) Refuse(RefusalReason.InputFromStdin, source);
        RefusalReason? reason = LanguageOf(source, out language, out isHeader);
        if (reason is { } why) Refuse(why, _sourceLanguage ?? source);

        // Nothing to do for gcc, preprocessing for clang.
        if (_assembly && !_text && SourceLanguages.IsAssembler(language)) Refuse(RefusalReason.UnsupportedSourceLanguage, source);
    }

    /// <summary>
    /// -E is for the cache where it is a compile without its end: of text that is preprocessed, without a dependency file (whose name -o may
    /// then mean), and by the rules that sources are scanned by.
    /// </summary>
    private void ConcludeText(SourceLanguage language, DependencyMode dependencies)
    {
        bool isOld = _parsed.Exists(static argument => argument.Name.SequenceEqual("-traditional-cpp"u8)
            || argument.Name.SequenceEqual("--traditional-cpp"u8) || argument.Name.SequenceEqual("-traditional"u8));
        if (_refusal is not null || isOld || dependencies != DependencyMode.None || _dependencyOption is not null
            || !SourceLanguages.IsPreprocessedByCompiler(language))
            Refuse(RefusalReason.CalledForPreprocessing, "-E"u8.ToArray());
    }

    private ReadOnlySpan<byte> DefaultSuffix(CompileStage stage)
    {
        if (stage == CompileStage.Analysis) return ".plist"u8;
        if (stage == CompileStage.ModuleInterface) return ".pcm"u8;
        if (_emitLlvm) return stage == CompileStage.Object ? ".bc"u8 : ".ll"u8;
        return stage == CompileStage.Object ? ".o"u8 : ".s"u8;
    }

    private DependencyMode ConcludeDependencies(SourceLanguage language, byte[] output, byte[] auxiliary, out byte[]? file)
    {
        file = null;
        DependencyMode listed = _dependUser ? DependencyMode.User : _dependAll ? DependencyMode.All : DependencyMode.None;
        if (_listDependencyFile is not null)
        {
            if (listed != DependencyMode.None || _dependencyFile is not null)
                Refuse(RefusalReason.UnsupportedCompilerOption, _dependencyOption ?? _listDependencyFile);
            listed = _listDependUser ? DependencyMode.User : DependencyMode.All;
        }

        if (listed == DependencyMode.None)
        {
            // cc1 rejects them; clang says that they are unused.
            if (family == CompilerFamily.Gcc && _dependencyOption is { } useless) Refuse(RefusalReason.BadArguments, useless);
            return DependencyMode.None;
        }

        // What is not preprocessed has no dependencies: neither driver writes a file for it.
        if (!SourceLanguages.IsPreprocessedByCompiler(language)) return DependencyMode.None;
        file = _listDependencyFile ?? _dependencyFile
            ?? (family == CompilerFamily.Gcc && _output is null ? [.. auxiliary, .. ".d"u8] : SideFileNames.Dependency(output));
        if (file.Length == 0) Refuse(RefusalReason.BadArguments, "-MF"u8.ToArray());
        if (file.AsSpan().SequenceEqual("-"u8)) Refuse(RefusalReason.OutputToStdout, "-MF"u8.ToArray());
        return listed;
    }

    /// <summary>
    /// gcc's driver splits what -c made, whatever is in it. clang writes the file where there is debug information, and without any where its
    /// assembler is a step of its own (-save-temps, an assembler source); where it depends on more, or on the release (-S, line tables,
    /// another assembler), the line is refused.
    /// </summary>
    private byte[]? ConcludeSplitDwarf(CompileStage stage, SourceLanguage language, byte[] auxiliary)
    {
        if (!_splitDwarf || stage is CompileStage.Syntax or CompileStage.Analysis or CompileStage.Text) return null;
        if (family == CompilerFamily.Gcc)
            return stage == CompileStage.Object ? [.. auxiliary, .. ".dwo"u8] : null;
        bool assemblesApart = stage == CompileStage.Object && !_emitLlvm && !_linkTime
            && (_saveTemps != SaveTempsPlace.None || _externalAssembler || SourceLanguages.IsAssembler(language));
        if (_splitDwarfSingle || (_debugLevel == 0 && !assemblesApart)) return null;
        if (_debugLevel > 0 && (stage == CompileStage.Assembly || _debugLevel == 1 || _externalAssembler || _emitLlvm || _linkTime))
            Refuse(RefusalReason.UnsupportedCompilerOption, "-gsplit-dwarf"u8.ToArray());
        return [.. auxiliary, .. ".dwo"u8];
    }

    /// <summary>clang's -flto does not let the seed in; its profiles may.</summary>
    private bool IsLinkTimeOnly()
    {
        foreach (ParsedArgument argument in _parsed)
        {
            if (argument.Role is OptionRole.ProfileUse or OptionRole.ProfileDirectory) return false;
            if (argument.Role == OptionRole.SeedSensitive && !argument.Name.StartsWith("-flto"u8)
                && !argument.Name.StartsWith("-ffat-lto"u8))
                return false;
        }

        return true;
    }

    private bool DirectoryMatters(bool besidesDebug)
    {
        foreach (ParsedArgument argument in _parsed)
        {
            if ((argument.Effects & OptionEffects.ReachesDirectory) == OptionEffects.None) continue;
            bool debug = argument.Role is OptionRole.Debug or OptionRole.DebugLines or OptionRole.SplitDwarf or OptionRole.SplitDwarfKind;
            if (!debug || (_debugLevel > 0 && !besidesDebug)) return true;
        }

        return false;
    }
}
