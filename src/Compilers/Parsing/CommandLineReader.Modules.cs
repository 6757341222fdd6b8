namespace Larder.Compilers;

/// <content>C++20 modules: what is read and written, and which lines are understood.</content>
internal sealed partial class CommandLineReader
{
    private bool _isModuleUnit;
    private bool _isInterfaceSource;

    private void AddModuleFile(byte[] word, ReadOnlySpan<byte> value)
    {
        // [NAME=]FILE, cut at the first sign (clang's CompilerInvocation.cpp).
        ReadOnlySpan<byte> file = value[(value.IndexOf((byte)'=') + 1)..];
        if (file.IsEmpty) Refuse(RefusalReason.BadArguments, word);
        (_moduleFiles ??= []).Add(file.ToArray());
        _moduleOption = word;
    }

    /// <summary>The source's language; clang's own for modules count as C++, and are remembered.</summary>
    private RefusalReason? LanguageOf(byte[] source, out SourceLanguage language, out bool isHeader)
    {
        RefusalReason? reason = _sourceLanguage is { } name
            ? LanguageRules.ByName(name, out language, out isHeader)
            : LanguageRules.BySuffix(family, _mode, source, out language, out isHeader);
        if (reason is null || family == CompilerFamily.Gcc) return reason;
        if (_sourceLanguage is { } word ? word.AsSpan().SequenceEqual("c++-module"u8) : LanguageRules.IsModuleUnit(source))
        {
            (language, _isModuleUnit, _moduleOption) = (SourceLanguage.Cxx, true, _moduleOption ?? _sourceLanguage ?? source);
            return null;
        }

        if (_sourceLanguage is null && source.AsSpan().EndsWith(".pcm"u8))
        {
            (language, _isInterfaceSource, _moduleOption) = (SourceLanguage.CxxCppOutput, true, _moduleOption ?? source);
            return null;
        }

        return reason;
    }

    /// <summary>
    /// Null where the line has nothing to do with modules. What is written beside the object is known for an object alone; a list of headers
    /// comes of the compile itself, for a run of the preprocessor takes imports otherwise.
    /// </summary>
    private ModuleUse? ConcludeModules(CompileStage stage, SourceLanguage language, byte[] source, byte[] output, DependencyMode dependencies, List<SideFile> sideFiles)
    {
        if (_moduleOption is not { } option) return null;
        bool isInterface = stage == CompileStage.ModuleInterface;
        bool isUnderstood = stage is CompileStage.Object or CompileStage.Assembly || isInterface;
        isUnderstood &= !_splitDwarf && !_coverage && !_readsProfile && _profileDirectories is null && !_emitLlvm && _includedPrecompiled is null
            && sideFiles.Count == 0 && dependencies != DependencyMode.User && !_usesSpecs;
        isUnderstood &= _isInterfaceSource || language is SourceLanguage.C or SourceLanguage.Cxx or SourceLanguage.ObjectiveC or SourceLanguage.ObjectiveCxx;
        if (!isUnderstood) Refuse(RefusalReason.Modules, option);
        if (isInterface && (!_isModuleUnit || _assembly || _syntaxOnly || _analyze || _moduleOutput is not null)) Refuse(RefusalReason.Modules, option);
        if (_isInterfaceSource && (_includes is not null || _dependencyOption is not null)) Refuse(RefusalReason.Modules, option);
        if (_moduleOutput is not null && (!_isModuleUnit || (_moduleOutput.Length == 0 && stage != CompileStage.Object)))
            Refuse(RefusalReason.Modules, option);
        // The object is made of a temporary file, whose random name debug information holds.
        if (_isModuleUnit && !isInterface && _moduleOutput is null) Refuse(RefusalReason.Modules, option);
        if (_moduleDirectories?.Exists(static directory => directory.Length == 0) ?? false) Refuse(RefusalReason.Modules, option);
        if (_moduleMapper is not null && (!_moduleSwitch || !IsPlainMapper(_moduleMapper))) Refuse(RefusalReason.Modules, option);
        if (_moduleMapper is not null) (_hashedFiles ??= []).Add(_moduleMapper);
        byte[]? written = _moduleOutput is null ? null
            : _moduleOutput.Length > 0 ? _moduleOutput
            : SideFileNames.Auxiliary(family, output, ".pcm"u8);
        if (written is not null && (written.AsSpan().SequenceEqual(output) || written.AsSpan().SequenceEqual(source))) Refuse(RefusalReason.Modules, option);
        List<byte[]> files = _moduleFiles ?? [];
        if (_isInterfaceSource) files.Add(source);
        return new ModuleUse
        {
            Files = files,
            Directories = _moduleDirectories ?? (IReadOnlyList<byte[]>)[],
            Interface = written,
            Mapper = _moduleMapper,
            IsUnit = _isModuleUnit,
            IsInterfaceSource = _isInterfaceSource,
        };
    }

    /// <summary>
    /// A file, by its name alone. Others are programs (<c>|</c>, <c>@</c>), sockets (<c>=</c>, <c>host:port</c>) and descriptors (<c>&lt;&gt;</c>), and
    /// behind a question mark stands what lines must begin with (gcc's manual, "C++ Module Mapper").
    /// </summary>
    private static bool IsPlainMapper(ReadOnlySpan<byte> value) =>
        !value.IsEmpty && value[0] is not ((byte)'|' or (byte)'@' or (byte)'=' or (byte)'<' or (byte)'>' or (byte)'-')
        && value.IndexOfAny(":?<>|"u8) < 0;
}
