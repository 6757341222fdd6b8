namespace Larder.Compilers;

/// <content>The judgement, once the whole line is known.</content>
internal sealed partial class CommandLineReader
{
    private ParseOutcome Conclude()
    {
        bool gcc = family == CompilerFamily.Gcc;
        if (_frontendOption is { } dangling) Refuse(RefusalReason.BadArguments, dangling);
        ConcludeInputs(out SourceLanguage language, out bool isHeader);
        if (!_object && !_assembly && !isHeader) Refuse(RefusalReason.CalledForLink, []);

        byte[] source = _inputs > 0 ? words[_sourceIndex] : [];
        CompileStage stage = isHeader ? CompileStage.PrecompiledHeader : _assembly ? CompileStage.Assembly : CompileStage.Object;
        byte[] output = _output ?? (isHeader
            ? SideFileNames.DefaultPrecompiled(source)
            : SideFileNames.DefaultOutput(family, source, DefaultSuffix(stage)));

        DependencyMode dependencies = ConcludeDependencies(language, output, out byte[]? dependencyFile);
        byte[]? splitDwarfFile = ConcludeSplitDwarf(stage, output);
        bool coverage = _coverage && !SourceLanguages.IsAssembler(language);
        byte[]? notes = coverage ? SideFileNames.Auxiliary(family, output, ".gcno"u8) : null;
        ConcludePrecompiled(isHeader, dependencyFile);

        // The side files of /dev/null would stand in /dev.
        bool named = _dependencyFile is not null || _listDependencyFile is not null;
        if (output.AsSpan().SequenceEqual("/dev/null"u8)
            && ((dependencies != DependencyMode.None && !named) || splitDwarfFile is not null || notes is not null))
            Refuse(RefusalReason.UnsupportedCompilerOption, output);

        if (ProbeNames.IsProbe(source, output)) Refuse(RefusalReason.Probe, source);
        if (_refusal is { } reason) return new Refusal(reason, _refusalDetail);

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
            OutputMatters = isHeader || _recordsLine || _unknown is not null || _coverage || _seedSensitive || _splitDwarf
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
            LinkTime = _linkTime,
            NativeTarget = _native,
            WorkingDirectoryMatters = isHeader || DirectoryMatters(besidesDebug: false),
            OnlyDebugInfoHasDirectory = !isHeader && _debugLevel > 0 && !DirectoryMatters(besidesDebug: true),
            Colour = _colour,
            PrintsHeaders = _printsHeaders,
            AssemblerArguments = _assembler ?? (IReadOnlyList<byte[]>)[],
            HashedFiles = _hashedFiles ?? (IReadOnlyList<byte[]>)[],
            UnknownOption = _unknown,
        };
    }

    /// <summary>A precompiled header is all that comes of a header, and of nothing else. Where more would be written, the line is refused.</summary>
    private void ConcludePrecompiled(bool isHeader, byte[]? dependencyFile)
    {
        if (_emitsPrecompiled && !isHeader) Refuse(RefusalReason.PrecompiledHeader, ForwardedWords.EmitPrecompiled.ToArray());
        if (!isHeader) return;
        if (_assembly || _emitLlvm) Refuse(RefusalReason.PrecompiledHeader, _assembly ? "-S"u8.ToArray() : "-emit-llvm"u8.ToArray());
        if (_splitDwarf) Refuse(RefusalReason.PrecompiledHeader, "-gsplit-dwarf"u8.ToArray());
        if (_coverage) Refuse(RefusalReason.PrecompiledHeader, "--coverage"u8.ToArray());

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
        RefusalReason? reason = _sourceLanguage is { } name
            ? LanguageRules.ByName(name, out language, out isHeader)
            : LanguageRules.BySuffix(family, _mode, source, out language, out isHeader);
        if (reason is { } why) Refuse(why, _sourceLanguage ?? source);

        // Nothing to do for gcc, preprocessing for clang.
        if (_assembly && SourceLanguages.IsAssembler(language)) Refuse(RefusalReason.UnsupportedSourceLanguage, source);
    }

    private ReadOnlySpan<byte> DefaultSuffix(CompileStage stage)
    {
        if (_emitLlvm) return stage == CompileStage.Object ? ".bc"u8 : ".ll"u8;
        return stage == CompileStage.Object ? ".o"u8 : ".s"u8;
    }

    private DependencyMode ConcludeDependencies(SourceLanguage language, byte[] output, out byte[]? file)
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
        file = _listDependencyFile ?? _dependencyFile ?? SideFileNames.Dependency(output);
        if (file.Length == 0) Refuse(RefusalReason.BadArguments, "-MF"u8.ToArray());
        if (file.AsSpan().SequenceEqual("-"u8)) Refuse(RefusalReason.OutputToStdout, "-MF"u8.ToArray());
        return listed;
    }

    /// <summary>
    /// gcc's driver splits what -c made, whatever is in it. clang writes the file where there is debug information; where
    /// it depends on more, or on the release (-S, bitcode, line tables, another assembler), the line is refused.
    /// </summary>
    private byte[]? ConcludeSplitDwarf(CompileStage stage, byte[] output)
    {
        if (!_splitDwarf) return null;
        if (family == CompilerFamily.Gcc)
            return stage == CompileStage.Object ? SideFileNames.Auxiliary(family, output, ".dwo"u8) : null;
        if (_debugLevel == 0 || _splitDwarfSingle) return null;
        if (stage == CompileStage.Assembly || _debugLevel == 1 || _externalAssembler || _emitLlvm || _linkTime)
            Refuse(RefusalReason.UnsupportedCompilerOption, "-gsplit-dwarf"u8.ToArray());
        return SideFileNames.Auxiliary(family, output, ".dwo"u8);
    }

    /// <summary>clang's -flto does not let the seed in; its profiles may.</summary>
    private bool IsLinkTimeOnly()
    {
        foreach (ParsedArgument argument in _parsed)
        {
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
