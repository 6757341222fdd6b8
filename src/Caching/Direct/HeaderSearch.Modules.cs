using Larder.Caching.Modules;
using Larder.Compilers;
using Larder.Compilers.Scanning;
using Larder.Posix;
using Larder.Storage;
using Larder.Storage.Manifests;

namespace Larder.Caching.Direct;

/// <content>Modules: their files, and those of header units, which gcc looks for at every include.</content>
internal sealed partial class HeaderSearch
{
    /// <summary>The file of a module that may be imported.</summary>
    internal void AddModule(byte[] path, bool byRule)
    {
        if (Status(path) is null)
        {
            RecordAbsence(""u8, path);
            return;
        }

        Counter reason = _precompiled.AddModule(path, byRule);
        if (reason != Counter.None)
            Refuse(reason, path);
    }

    /// <summary>
    /// Adds the files of all modules that the texts import, where they are found by their names. False where a name isn't known, for it can be
    /// a macro.
    /// </summary>
    internal bool AddImports(ModuleUse modules, List<byte[]> files)
    {
        // A macro of the command line can import for clang.
        List<byte[]> names = [];
        bool isKnown = IsGcc || !IsDefined("import"u8.ToArray());
        if (!isKnown)
            Refuse(Counter.ModulesUsed, _compilation.Source);
        foreach (ReadFile file in _files)
        {
            isKnown = ModuleUnits.AddImports(file.Scan.Operands, names);
            foreach (HeaderOperand operand in file.Scan.Operands)
            {
                if (operand.Kind is DirectiveKind.ModuleImport or DirectiveKind.ModuleImplementation or DirectiveKind.ModuleInterface)
                    isKnown &= !HasMacro(operand.Name);
            }

            if (!isKnown)
                Refuse(Counter.ModulesUsed, file.Path);
        }

        foreach (byte[] directory in modules.Directories)
        {
            if (Status(directory) is { IsDirectory: true })
                _inputs.Add(directory, InputKind.DirectoryPresent, default);
        }

        foreach (byte[] name in names)
        {
            if (ModuleUnits.FindByName(modules, name, RecordAbsence) is { } path)
                files.Add(path);
        }

        return Reason == Counter.None;
    }

    /// <summary>Whether a part of a module's name can be a macro: gcc expands those.</summary>
    private bool HasMacro(ReadOnlySpan<byte> name)
    {
        while (!name.IsEmpty)
        {
            int end = name.IndexOfAny((byte)'.', (byte)':');
            byte[] word = (end < 0 ? name : name[..end]).ToArray();
            name = end < 0 ? default : name[(end + 1)..];
            bool isPredefined = ComputedOperand.IsPredefined(word) || word.AsSpan().SequenceEqual("linux"u8) || word.AsSpan().SequenceEqual("unix"u8);
            if (word.Length > 0 && (isPredefined || IsDefined(word)))
                return true;
        }

        return false;
    }

    private bool IsDefined(byte[] word)
    {
        foreach (ParsedArgument argument in _compilation.Parsed)
        {
            bool defines = argument.Name.StartsWith("-D"u8) || argument.Name.StartsWith("--define"u8) || argument.Name.StartsWith("-Wp"u8)
                || argument.Name.StartsWith("-Xpre"u8);
            if (defines && argument.Value.IndexOf(word) >= 0)
                return true;
        }

        List<HeaderOperand> definitions = [];
        foreach (ReadFile file in _files)
        {
            if (!TryCollectDefinitions(file, word, definitions) || definitions.Count > 0)
                return true;
        }

        return false;
    }

    /// <summary>
    /// The places of header units of headers below the working directory, and of those that were read without a directive: none is there. Where
    /// one is, gcc imports it in the header's place.
    /// </summary>
    private void RecordHeaderUnits(byte[] root)
    {
        RecordNoHeaderUnit(root, ","u8);
        RecordNoHeaderUnit(root, ",,"u8);
        foreach (ReadFile file in _files)
            RecordHeaderUnit(root, file.Path);
    }

    private void RecordHeaderUnit(byte[] root, byte[] header)
    {
        // Relative ones begin with a comma in place of a dot (c++tools/resolver.cc), and so do the steps up in others.
        if (header is not [(byte)'/', ..])
            return;
        if (header.AsSpan().IndexOf("/.."u8) >= 0)
            Refuse(Counter.ModulesUsed, header);
        int slash = header.AsSpan(1).IndexOf((byte)'/');
        ReadOnlySpan<byte> top = slash < 0 ? header.AsSpan(1) : header.AsSpan(1, slash);
        if (slash < 0 || Status(ByteString.JoinPath(root, top)) is null)
            RecordNoHeaderUnit(root, slash < 0 ? ByteString.Concat(top, ".gcm"u8) : top);
        else
            RecordNoHeaderUnit(root, ByteString.Concat(header.AsSpan(1), ".gcm"u8));
    }

    /// <summary>The directory may be missing, and come: not its coming counts, but what is in it.</summary>
    private void RecordNoHeaderUnit(byte[] root, ReadOnlySpan<byte> name)
    {
        byte[] path = ByteString.JoinPath(root, name);
        if (Status(path) is null)
            _inputs.AddAbsent(root, name);
        else
            Refuse(Counter.ModulesUsed, path);
    }
}
