using Larder.Caching.Direct;
using Larder.Compilers;
using Larder.Compilers.Scanning;
using Larder.Posix;

namespace Larder.Caching.Modules;

/// <summary>
/// What gcc's command line leaves open: which file a compile writes for the importers of the module that its source makes, if it makes one, and
/// whose files it may read. The source's declaration and the mapper say so.
/// </summary>
internal static class ModuleUnits
{
    /// <summary>Completes what is known of a compile from the files as they are now. Null, or the file that isn't understood.</summary>
    internal static byte[]? Complete(Compilation compilation)
    {
        if (compilation.Modules is not { } modules || compilation.Family != CompilerFamily.Gcc)
            return null;
        modules.Interface = null;
        if (MapperOf(modules) is not { } mapper)
            return modules.Mapper;
        if (FileSystem.ReadAll(compilation.Source, out _) is not { } text)
            return compilation.Source;
        SourceScan scan = SourceScanner.Scan(text, Dialects.Of(compilation));
        List<byte[]> interfaces = [];
        foreach (HeaderOperand operand in scan.Operands)
        {
            if (operand.Kind == DirectiveKind.ModuleInterface)
                interfaces.Add(operand.Name);
        }

        // None, or one that can be read as it stands. What is written elsewhere (a macro for a name) is missed where it is expected.
        if (interfaces.Count > 1 || (interfaces.Count == 1 && interfaces[0].Length == 0))
            return compilation.Source;
        if (interfaces.Count == 1)
        {
            modules.Interface = mapper.PathOf(interfaces[0]);
            if (modules.Interface is null || modules.Interface.AsSpan().SequenceEqual(compilation.OutputPath))
                return modules.Mapper ?? compilation.Source;
        }

        modules.Root = mapper.Root;
        modules.Files = mapper.Files;
        return null;
    }

    /// <summary>Whether the file that was expected from a compile is still the one that the source and the mapper name.</summary>
    internal static bool IsStillSo(Compilation compilation)
    {
        if (compilation.Modules is not { } modules || compilation.Family != CompilerFamily.Gcc)
            return true;
        byte[]? expected = modules.Interface;
        return Complete(compilation) is null
            && (expected is null ? modules.Interface is null : modules.Interface is { } now && now.AsSpan().SequenceEqual(expected));
    }

    /// <summary>The mapper of a compile; null where it can't be read or isn't understood.</summary>
    internal static ModuleMapper? MapperOf(ModuleUse modules) =>
        modules.Mapper is null ? ModuleMapper.Default()
        : FileSystem.ReadAll(modules.Mapper, out _) is { } text ? ModuleMapper.Read(text)
        : null;

    /// <summary>The files of modules that a compile will read first, as far as its source alone tells.</summary>
    internal static IReadOnlyList<byte[]> LikelyFiles(Compilation compilation)
    {
        if (compilation.Modules is not { } modules)
            return [];
        if (!modules.FindsByName || FileSystem.ReadAll(compilation.Source, out _) is not { } text)
            return modules.Files;
        List<byte[]> names = [];
        List<byte[]> files = new(modules.Files);
        AddImports(SourceScanner.Scan(text, Dialects.Of(compilation)).Operands, names);
        foreach (byte[] name in names)
        {
            if (FindByName(modules, name, static (_, _) => { }) is { } path)
                files.Add(path);
        }

        return files;
    }

    /// <summary>Told of a place that was passed.</summary>
    internal delegate void Passed(ReadOnlySpan<byte> directory, ReadOnlySpan<byte> name);

    /// <summary>The file that a module is found in by its name. Null: nowhere.</summary>
    internal static byte[]? FindByName(ModuleUse modules, byte[] name, Passed passed)
    {
        if (modules.Directories.Count == 0)
            return ModuleMapper.Default().PathOf(name);
        byte[] file = ByteString.Concat(name, ".pcm"u8);
        file.AsSpan().Replace((byte)':', (byte)'-');
        foreach (byte[] directory in modules.Directories)
        {
            byte[] path = ByteString.JoinPath(directory, file);
            if (FileSystem.Stat(path, out _) == Errno.None)
                return path;
            passed(directory, file);
        }

        return null;
    }

    /// <summary>Adds the names of the modules that a text imports. False where one of them can't be read.</summary>
    internal static bool AddImports(IReadOnlyList<HeaderOperand> operands, List<byte[]> names)
    {
        ReadOnlySpan<byte> own = default;
        foreach (HeaderOperand operand in operands)
        {
            if (operand.Kind is DirectiveKind.ModuleInterface or DirectiveKind.ModuleImplementation)
                own = operand.Name.AsSpan(0, operand.Name.AsSpan().IndexOf((byte)':') is var colon and >= 0 ? colon : operand.Name.Length);
        }

        bool isKnown = true;
        foreach (HeaderOperand operand in operands)
        {
            if (operand.Kind is not (DirectiveKind.ModuleImport or DirectiveKind.ModuleImplementation))
                continue;
            byte[] name = operand.Name is [(byte)':', ..] ? ByteString.Concat(own, operand.Name) : operand.Name;
            isKnown &= operand.Name.Length > 0 && name[0] != (byte)':';
            if (name.Length > 0 && !names.Exists(known => known.AsSpan().SequenceEqual(name)))
                names.Add(name);
        }

        return isKnown;
    }
}
