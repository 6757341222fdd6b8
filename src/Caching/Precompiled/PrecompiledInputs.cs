using Larder.Caching.Inputs;
using Larder.Compilers;
using Larder.Compilers.Scanning;
using Larder.Posix;
using Larder.Storage;
using Larder.Storage.Manifests;

namespace Larder.Caching.Precompiled;

/// <summary>
/// The precompiled headers in one compile's way. Whether the compiler took one or found it unfit doesn't show everywhere, so each counts as what
/// it is, and what it stands for counts besides: that can only add.
/// </summary>
/// <remarks>
/// <para>
/// gcc looks at nothing but the header (libcpp/files.cc, validate_pch; it quotes texts in diagnostics). clang demands that what the header was
/// made of is there with the sizes and times of then, and reads macros' literals from those texts (ASTReader.cpp).
/// </para>
/// What counts is the <see cref="PrecompiledHeader.Identity"/>, so that users of a header that had to be made again (its text was checked
/// out anew) are hits.
/// </remarks>
internal sealed class PrecompiledInputs(Compilation compilation, RacyClock clock, PrecompiledHeaders headers)
{
    private readonly HashSet<byte[]> _known = new(ByteStringComparer.Instance);
    private readonly List<(byte[] Path, Digest Identity)> _taken = [];
    private readonly List<(byte[] Path, Digest Digest)> _contents = [];
    private readonly List<(byte[] Path, long Seconds)> _times = [];
    private readonly List<byte[]> _hasIncludeMacros = [];
    private readonly List<(byte[] Path, Digest Content, Digest Identity)> _modules = [];

    /// <summary>Among the findings that are kept of a module: gcc's own rule says where those stand that it imports.</summary>
    internal const uint ModulesByRule = 1u << 31;

    /// <summary>There is one.</summary>
    internal bool IsAny => _taken.Count > 0;

    /// <summary>The file of a module is read.</summary>
    internal bool HasModules => _modules.Count > 0;

    /// <summary>What their texts have in them, as the scanner found it.</summary>
    internal ScanFindings Findings { get; private set; }

    /// <summary>Macros of theirs that hand their parameter on to __has_include.</summary>
    internal IReadOnlyList<byte[]> HasIncludeMacros => _hasIncludeMacros;

    /// <summary>The files that they were made of.</summary>
    internal IReadOnlyList<(byte[] Path, Digest Digest)> Contents => _contents;

    /// <summary>Whether one of them was made of this file, under this path.</summary>
    internal bool Holds(byte[] path) => _contents.Exists(content => content.Path.AsSpan().SequenceEqual(path));

    /// <summary>Takes note of one. <see cref="Counter.None"/>, or why nothing may be stored.</summary>
    internal Counter Add(byte[] path)
    {
        if (_known.Contains(path))
            return Counter.None;
        if (FileSystem.Stat(path, out FileStatus status) != Errno.None || !status.IsRegular)
            return Counter.PrecompiledHeaderUsed;

        // gcc empties its output before it looks for anything, so what stands in the way of a header's compile is no longer valid.
        bool isOutput = compilation.Stage == CompileStage.PrecompiledHeader
            && FileSystem.Stat(compilation.OutputPath, out FileStatus output) == Errno.None && output.IsSameFileAs(in status);
        if (isOutput)
            return compilation.Family == CompilerFamily.Gcc ? Counter.None : Counter.PrecompiledHeaderUsed;
        if (clock.IsRacy(in status))
            return Counter.RacyInput;
        if (!headers.TryFind(path, in status, out PrecompiledHeader header))
            return Counter.PrecompiledHeaderUsed;
        _known.Add(path);
        _taken.Add((path, header.Identity));
        Findings |= (ScanFindings)header.Findings;
        header.AddHasIncludeMacros(_hasIncludeMacros);
        if (compilation.RecordsTimes)
            _times.Add((path, status.Modified.Seconds));
        InputSet inputs = header.Inputs;
        for (int i = 0; i < inputs.FileCount; i++)
        {
            byte[] name = inputs.TextAt(inputs.FilePath(i)).ToArray();
            if (inputs.FileKind(i) == InputKind.Content)
                _contents.Add((name, inputs.FileDigest(i)));
            else if (inputs.FileKind(i) == InputKind.Modified)
                _times.Add((name, inputs.FileTime(i)));
        }

        return Counter.None;
    }

    /// <summary>
    /// Takes note of a module's interface, and of all that it was made of: those that it imports are among that, by the paths that it holds, and its
    /// texts, which clang reads for the numbers of lines. <see cref="Counter.None"/>, or why nothing may be stored.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="byRule">Those that it imports must stand where gcc's own rule puts them, for that is how their importers find them.</param>
    internal Counter AddModule(byte[] path, bool byRule)
    {
        if (!_known.Add(path))
            return Counter.None;
        if (FileSystem.Stat(path, out FileStatus status) != Errno.None || !status.IsRegular)
            return Counter.ModulesUsed;
        if (clock.IsRacy(in status))
            return Counter.RacyInput;
        if (!headers.TryFind(path, in status, out Digest content, out PrecompiledHeader header) || (byRule && (header.Findings & ModulesByRule) == 0))
            return Counter.ModulesUsed;
        _modules.Add((path, content, header.Identity));
        _contents.Add((path, content));
        InputSet inputs = header.Inputs;
        for (int i = 0; i < inputs.FileCount; i++)
        {
            if (inputs.FileKind(i) == InputKind.Content)
                _contents.Add((inputs.TextAt(inputs.FilePath(i)).ToArray(), inputs.FileDigest(i)));
        }

        return Counter.None;
    }

    /// <summary>Adds the modules to a compile's inputs, each by its content and with all that it was made of. As <see cref="AddTo"/>.</summary>
    internal Counter AddModulesTo(InputSetBuilder inputs, out byte[]? culprit)
    {
        foreach ((byte[] path, Digest content, Digest identity) in _modules)
        {
            culprit = path;
            if (JudgeText(path, ref culprit) is var reason and not Counter.None)
                return reason == Counter.PrecompiledHeaderUsed ? Counter.ModulesUsed : reason;
            inputs.Add(path, InputKind.Content, in content);
            inputs.Add(path, InputKind.PrecompiledHeaderAndText, in identity);
        }

        culprit = null;
        return Counter.None;
    }

    /// <summary>Adds them to a compile's inputs. <see cref="Counter.None"/>, or why nothing may be stored.</summary>
    /// <param name="inputs">The inputs.</param>
    /// <param name="mayQuote">The compiler said something, or the assembler lists sources: their texts can have been quoted.</param>
    /// <param name="culprit">The file that was the reason.</param>
    internal Counter AddTo(InputSetBuilder inputs, bool mayQuote, out byte[]? culprit)
    {
        bool withText = mayQuote || compilation.Family == CompilerFamily.Clang;
        foreach ((byte[] path, Digest identity) in _taken)
        {
            culprit = path;
            if (withText && JudgeText(path, ref culprit) is var reason and not Counter.None)
                return reason;
            inputs.Add(path, withText ? InputKind.PrecompiledHeaderAndText : InputKind.PrecompiledHeader, in identity);
        }

        culprit = null;
        return Counter.None;
    }

    /// <summary>The compiler has seen the texts as they are now: those are to be the ones that the header was made of.</summary>
    private Counter JudgeText(byte[] path, ref byte[] culprit)
    {
        foreach ((byte[] name, _) in _contents)
        {
            culprit = name;
            if (FileSystem.Stat(name, out FileStatus status) != Errno.None || clock.IsRacy(in status))
                return Counter.RacyInput;
        }

        culprit = path;
        return FileSystem.Stat(path, out FileStatus now) == Errno.None && headers.TryFind(path, in now, out PrecompiledHeader header) && headers.Holds(in header)
            ? Counter.None
            : Counter.PrecompiledHeaderUsed;
    }

    /// <summary>Adds what they were made of to that which the next one is made of.</summary>
    internal void AddParts(InputSetBuilder parts)
    {
        foreach ((byte[] path, Digest digest) in _contents)
            parts.Add(path, InputKind.Content, in digest);
        foreach ((byte[] path, long seconds) in _times)
            parts.AddModified(path, seconds);
    }
}
