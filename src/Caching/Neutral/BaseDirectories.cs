using Larder.Caching.Direct;
using Larder.Caching.Toolchains;
using Larder.Compilers;
using Larder.Posix;
using Larder.Storage;
using Larder.Storage.Manifests;

namespace Larder.Caching.Neutral;

/// <summary>
/// The setting <c>base_dirs</c>: two checkouts of a project share results. What moves is one directory, the root: the deepest one that holds the
/// working directory and all paths below the base directory that the command line has. In keys such paths count from the root; in
/// manifests they are relative to the working directory, and so is what they lead to elsewhere; a dependency file is kept as a list.
/// </summary>
/// <remarks>
/// <para>
/// That it is one directory, and its text a prefix that is replaced as a whole, is what makes this sound: what a compiler makes of a path under it
/// (joins, renames, compares) it makes of the other one, as long as nothing else knows the text. So no other word, no file that was read, no
/// output and no diagnostic may have it, spelled or without links; a prefix that is renamed may not end within it.
/// </para>
/// <para>
/// Not spelled relative to the working directory alone: of <c>/co/one</c> and <c>/co/two</c> with <c>-I/co</c>, "two/x.h" would be another
/// file in each. And absolute paths stay apart from relative ones, for dependency files and <c>__FILE__</c> show which it was.
/// </para>
/// </remarks>
internal sealed class BaseDirectories : NeutralPaths
{
    /// <summary>Stands in keys for the root. No path that is taken has it.</summary>
    private const byte Mark = 1;

    private readonly Compilation _compilation;
    private readonly byte[] _root;
    private readonly byte[] _up;
    private readonly byte[][] _texts;
    private readonly byte[] _symbol;
    private readonly List<byte[]> _systemPrefixes = [];
    private readonly DependencyListing _listing;
    private bool _isMentioned;

    private BaseDirectories(Compilation compilation, Toolchain toolchain, byte[] root, byte[] up, byte[][] texts)
    {
        _compilation = compilation;
        _root = root;
        _up = up;
        _texts = texts;
        if (toolchain.Family == CompilerFamily.Gcc)
        {
            foreach (byte[] directory in CanonicalHeaders.SystemDirectories(compilation, toolchain))
            {
                if (Below(directory) is not null)
                    _systemPrefixes.Add(PathSpelling.Normalize(ByteString.Concat(directory, "/"u8)));
            }
        }

        _symbol = Below(compilation.Source) is null ? [] : AsSymbol(compilation.Source);
        _listing = new DependencyListing(root, compilation.Family, IsTargetRaw(compilation));
    }

    internal override long Kind => 1;

    /// <summary>
    /// Null where the setting is empty or can't apply: nothing absolute below a base directory is on the command line, the working directory lies outside,
    /// the root's text is in other places too, or a path's text can reach what is written.
    /// </summary>
    internal static BaseDirectories? For(Invocation invocation, Compilation compilation, Toolchain toolchain, KeyedEnvironment environment)
    {
        if (invocation.Settings.BaseDirectories.Length == 0 || RecordedPaths.MayBeIn(compilation))
            return null;

        // As the shell says it, and as it is without links: whichever has more in common with the command line.
        byte[] physical = FileSystem.WorkingDirectory() ?? [];
        MovingRoot? said = MovingRoot.Find(invocation.Settings.BaseDirectories, invocation.WorkingDirectory, compilation, toolchain);
        MovingRoot? real = physical.AsSpan().SequenceEqual(invocation.WorkingDirectory)
            ? null
            : MovingRoot.Find(invocation.Settings.BaseDirectories, physical, compilation, toolchain);
        if ((real is not null && (said is null || real.Path.Length > said.Path.Length) ? real : said) is not { } root)
            return null;
        byte[][] texts = root.Texts(compilation.DebugInfo ? [invocation.WorkingDirectory, physical] : []);
        BaseDirectories directories = new(compilation, toolchain, root.Path, root.Up, texts);
        return directories.IsConfined(invocation, toolchain, environment) && directories.KeepsNames() ? directories : null;
    }

    internal override byte[] Spell(ReadOnlySpan<byte> path)
    {
        // "=" ends the old name of a renaming.
        if (!path.StartsWith(_root) || (path.Length > _root.Length && path[_root.Length] is not ((byte)'/' or (byte)'=')))
            return path.ToArray();
        return ByteString.Concat([Mark], path[_root.Length..]);
    }

    /// <summary>Relative paths are looked up from where the compile runs, so how deep that is below the root has to be the same.</summary>
    internal override void AddTo(KeyRecord key) => key.Add("up"u8, _up);

    internal override void Notice(ReadOnlySpan<byte> content) =>
        _isMentioned = _isMentioned || Occurs(content) || (LineJoints.Has(content) && Occurs(LineJoints.Remove(content)));

    internal override InputSetBuilder? TrySpell(InputSetBuilder inputs, CompileEvidence evidence)
    {
        if (_isMentioned || MayShowPaths(evidence) || (evidence.AsksAssembler && Occurs(evidence.Finished.Assembled)))
            return null;
        foreach ((byte[] path, InputKind kind, _) in inputs.Files)
        {
            // Which name gcc gives it hangs on which one is shorter, and so on the root's length.
            if (kind == InputKind.RealPath && Below(path) is not null)
                return null;
        }

        if (evidence.MayNameFile(Occurs, isWorthProgram: true))
            return null;
        InputSetBuilder spelled = inputs.WithPaths(Relative);
        foreach ((byte[] path, InputKind kind, _) in inputs.Files)
        {
            if (kind == InputKind.Content && IsSystemHeader(path))
                spelled.Add(Relative(path), InputKind.Unlinked, default);
        }

        return spelled;
    }

    internal override ResultBuilder? TrySpell(ResultBuilder result)
    {
        ResultBuilder spelled = new() { Metadata = result.Metadata };
        foreach ((ResultMemberKind kind, ReadOnlyMemory<byte> bytes) in result.Members)
        {
            byte[]? listing = Expands(kind) ? _listing.TryStore(bytes.Span, Occurs) : null;
            if (Expands(kind) ? listing is null : MayHide(kind, bytes.Span))
                return null;
            spelled.Add(kind, listing ?? bytes);
        }

        return spelled;
    }

    /// <summary>
    /// Nothing to be put in: what moves is relative. But what was found by its whole path elsewhere, and lies below this caller's root, would be
    /// found by a neutral path here.
    /// </summary>
    internal override ReadOnlyMemory<byte>? Expand(ReadOnlyMemory<byte> manifest) => Occurs(manifest.Span) ? null : manifest;

    internal override bool Expands(ResultMemberKind kind) => kind == ResultMemberKind.Dependency;

    internal override ReadOnlyMemory<byte>? ExpandOutput(ReadOnlyMemory<byte> stored) =>
        !Occurs(stored.Span) && _listing.TryRestore(stored.Span) is { } text ? text : default(ReadOnlyMemory<byte>?);

    private bool IsSystemHeader(byte[] path) => _systemPrefixes.Exists(prefix => path.AsSpan().StartsWith(prefix));

    /// <summary>gcc's own names for system headers are without links, if that is shorter: the root must be, too, where it holds such headers.</summary>
    private bool KeepsNames() => _systemPrefixes.Count == 0 || FileSystem.RealPath(_root).AsSpan().SequenceEqual(_root);

    private static bool IsTargetRaw(Compilation compilation)
    {
        foreach (ParsedArgument argument in compilation.Parsed)
        {
            if (argument.IsDependencyTarget && argument.Name.SequenceEqual("-MT"u8))
                return true;
        }

        return false;
    }

    /// <summary>What gcc makes of the source's name where it needs one that no other translation unit has (clean_symbol_name).</summary>
    private static byte[] AsSymbol(ReadOnlySpan<byte> path)
    {
        byte[] symbol = path.ToArray();
        for (int i = 0; i < symbol.Length; i++)
        {
            if (!char.IsAsciiLetterOrDigit((char)symbol[i]) && symbol[i] is not ((byte)'.' or (byte)'$'))
                symbol[i] = (byte)'_';
        }

        return symbol;
    }

    /// <summary>Whether the root's text stands nowhere but at the start of paths that are read, or named in the dependency file.</summary>
    private bool IsConfined(Invocation invocation, Toolchain toolchain, KeyedEnvironment environment)
    {
        foreach (ParsedArgument argument in _compilation.Parsed)
        {
            if (!IsConfined(argument))
                return false;
        }

        foreach (byte[][] directories in (byte[][][])[toolchain.QuoteDirectories, toolchain.AngleDirectories])
        {
            foreach (byte[] directory in directories)
            {
                if (!IsConfined(directory))
                    return false;
            }
        }

        foreach (byte[] word in environment.Keyed)
        {
            if (Occurs(word))
                return false;
        }

        // Debug information has the working directory: where that isn't the root's, nothing could tell one from another.
        return (!_compilation.OutputMatters || IsConfined(_compilation.OutputPath))
            && (!_compilation.DebugInfo || Below(invocation.WorkingDirectory) is not null);
    }

    private bool IsConfined(in ParsedArgument argument)
    {
        if (argument.IsForLinkerOnly(_compilation.Family) || argument.IsOutputName)
            return true;
        if (argument.Name.EndsWith("-prefix-map="u8))
            return IsRenamingConfined(argument.Value);
        if (argument.IsSource || argument.IsSearchDirectory || argument.IsInclude || argument.IsDependencyTarget)
            return IsConfined(argument.IsSource ? argument.Name : argument.Value) && !Occurs(argument.HasValue ? argument.Name : default);
        for (int i = 0; i < argument.Count; i++)
        {
            if (Occurs(_compilation.Arguments[argument.First + i]) || _compilation.Arguments[argument.First + i].AsSpan().Contains(Mark))
                return false;
        }

        return true;
    }

    private bool IsConfined(ReadOnlySpan<byte> path) => !path.Contains(Mark) && !Occurs(Below(path) is { } rest ? rest : path);

    /// <summary>A prefix that ends within the root's text would leave the rest of it to be seen, which nothing would find.</summary>
    private bool IsRenamingConfined(ReadOnlySpan<byte> value)
    {
        int equals = value.IndexOf((byte)'=');
        if (equals < 0 || value[(equals + 1)..].Contains((byte)'=') || value.Contains(Mark))
            return false;
        ReadOnlySpan<byte> old = value[..equals];
        foreach (byte[] text in _texts)
        {
            if (text.AsSpan().StartsWith(old) && old.Length < text.Length)
                return false;
        }

        return IsConfined(old) && !Occurs(value[(equals + 1)..]);
    }

    /// <summary>Whether what the compiler said names the root, or could name what a path under it leads to.</summary>
    private bool MayShowPaths(CompileEvidence evidence)
    {
        if (!evidence.Finished.HasDiagnostics)
            return false;
        if (Occurs(evidence.Finished.Diagnostics) || Occurs(evidence.Finished.Output))
            return true;
        foreach (ParsedArgument argument in _compilation.Parsed)
        {
            if (argument.Name.StartsWith("-fdiagnostics-format"u8) || argument.Name.StartsWith("-fdiagnostics-absolute-paths"u8))
                return true;
        }

        return false;
    }

    /// <summary>Whether an output has the root in it, or is such that it could not be found there.</summary>
    private bool MayHide(ResultMemberKind kind, ReadOnlySpan<byte> output) =>
        Occurs(output) || (!_symbol.AsSpan().IsEmpty && output.IndexOf(_symbol) >= 0) || RecordedPaths.AreUnreadable(kind, output, _compilation);

    /// <summary>What is left of a path behind the root; null for a path that isn't below it.</summary>
    private byte[]? Below(ReadOnlySpan<byte> path) =>
        path.StartsWith(_root) && (path.Length == _root.Length || path[_root.Length] == (byte)'/') ? path[_root.Length..].ToArray() : null;

    /// <summary>A path as it is looked up from wherever the compile runs.</summary>
    private byte[] Relative(ReadOnlySpan<byte> path)
    {
        if (Below(path) is not { } rest)
            return path.ToArray();
        ReadOnlySpan<byte> name = rest.AsSpan().TrimStart((byte)'/');
        return name.IsEmpty ? (_up.Length == 0 ? "."u8.ToArray() : _up[..^1]) : ByteString.Concat(_up, name);
    }

    private bool Occurs(ReadOnlySpan<byte> text)
    {
        foreach (byte[] known in _texts)
        {
            if (text.IndexOf(known) >= 0)
                return true;
        }

        return false;
    }
}
