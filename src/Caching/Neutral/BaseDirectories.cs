using Larder.Caching.Direct;
using Larder.Caching.Running;
using Larder.Compilers;
using Larder.Posix;
using Larder.Storage;
using Larder.Storage.Manifests;

namespace Larder.Caching.Neutral;

/// <summary>
/// The setting <c>base_dirs</c>: paths below these directories count relative to the working directory, so that two checkouts
/// of a project share results. Only for compiles into which no path's text can get: no debug information and the like.
/// </summary>
internal sealed class BaseDirectories : NeutralPaths
{
    private readonly byte[][] _bases;
    private readonly byte[] _workingDirectory;

    private BaseDirectories(byte[][] bases, byte[] workingDirectory)
    {
        _bases = bases;
        _workingDirectory = workingDirectory;
    }

    /// <summary>
    /// Null where the setting is empty or can't apply: the working directory lies outside, or is spelled through a link (then
    /// ".." would lead elsewhere than its text says), or a path's text can reach what is written (a dependency file is paths).
    /// </summary>
    internal static BaseDirectories? For(Invocation invocation, Compilation compilation)
    {
        byte[][] bases = invocation.Settings.BaseDirectories;
        if (bases.Length == 0 || compilation.WorkingDirectoryMatters || compilation.RecordsCommandLine
            || compilation.DependencyFile is not null)
            return null;
        byte[] here = invocation.WorkingDirectory;
        if (FileSystem.WorkingDirectory() is not { } physical || !physical.AsSpan().SequenceEqual(here))
            return null;
        BaseDirectories directories = new(bases, here);
        return directories.Covers(here) ? directories : null;
    }

    internal override long Kind => 1;

    internal override byte[] Spell(ReadOnlySpan<byte> path)
    {
        if (path is not [(byte)'/', ..] || !Covers(path) || path.IndexOf("/../"u8) >= 0 || path.EndsWith("/.."u8))
            return path.ToArray();

        // The longest run of whole components that the path shares with the working directory.
        int common = 0;
        for (int i = 0; i <= path.Length && i <= _workingDirectory.Length; i++)
        {
            bool pathEnds = i == path.Length || path[i] == '/';
            bool hereEnds = i == _workingDirectory.Length || _workingDirectory[i] == '/';
            if (pathEnds && hereEnds)
                common = i;
            if (i == path.Length || i == _workingDirectory.Length || path[i] != _workingDirectory[i])
                break;
        }

        List<byte> relative = [];
        for (int i = common; i < _workingDirectory.Length; i++)
        {
            if (_workingDirectory[i] == '/')
                relative.AddRange("../"u8);
        }

        ReadOnlySpan<byte> rest = path[common..].TrimStart((byte)'/');
        relative.AddRange(rest);
        return relative.Count == 0 ? "."u8.ToArray() : [.. relative];
    }

    internal override void Notice(ReadOnlySpan<byte> content)
    {
        // What paths a text holds is the same for everybody.
    }

    internal override InputSetBuilder? TrySpell(InputSetBuilder inputs, InputCollector collector, FinishedCompile finished, Func<byte[]?> preprocess) =>
        finished.HasDiagnostics || collector.NamesFiles ? null : inputs.WithPaths(Spell);

    internal override ResultBuilder? TrySpell(ResultBuilder result) => result;

    internal override ReadOnlyMemory<byte> Expand(ReadOnlyMemory<byte> payload) => payload;

    internal override bool Expands(ResultMemberKind kind) => false;

    private bool Covers(ReadOnlySpan<byte> path)
    {
        foreach (byte[] directory in _bases)
        {
            ReadOnlySpan<byte> trimmed = directory.AsSpan().TrimEnd((byte)'/');
            if (path.StartsWith(trimmed) && (path.Length == trimmed.Length || path[trimmed.Length] == '/'))
                return true;
        }

        return false;
    }
}
