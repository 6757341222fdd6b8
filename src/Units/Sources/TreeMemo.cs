using System.Collections.Concurrent;
using Larder.Storage;
using Larder.Units.Layout;
using Larder.Units.StateFiles;

namespace Larder.Units.Sources;

/// <summary>Remembers scans of whole trees. One file, read whole when it is opened; for use by several threads. What is damaged is as nothing.</summary>
/// <remarks>
/// <code>
/// fields   = number boot (as <see cref="SourceMemo"/>'s), list of tree
/// tree     = text name, part snapshot                 name: the directory and the declared filters, each but the first behind a NUL
/// snapshot = digest context, digest statuses, digest stamp, digest of the tree, texts witnesses, list of file
/// file     = text path, byte kind (<see cref="SourceFileKind"/>), digest content
/// </code>
/// </remarks>
internal sealed class TreeMemo
{
    /// <summary>Trees that weren't met by this invocation are kept up to this many.</summary>
    private const int MaxUnmet = 20_000;

    private const int SmallestTree = 8;
    private const int SmallestFile = 5 + Digest.Size;

    /// <summary>Versions: 1, the first.</summary>
    private static readonly StateFormat s_format = new("larder unit trees 1", StateFormat.LimitOfLists);

    private readonly UnitDirectories _directories;
    private readonly long _boot;
    private readonly Dictionary<string, ArraySegment<byte>> _loaded = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TreeSnapshot?> _met = new(StringComparer.Ordinal);
    private volatile bool _isChanged;

    internal TreeMemo(UnitDirectories directories, ulong boot)
    {
        _directories = directories;
        _boot = (long)boot;
        if (boot == 0 || StateFile.Open(directories.Trees, s_format) is not { } reader || reader.Number() != _boot)
            return;
        foreach ((string name, ArraySegment<byte> snapshot) in reader.List(SmallestTree, static reader => (reader.Text(), reader.Part())))
            _loaded[name] = snapshot;
    }

    internal static string NameOf(string directory, string[] ignored) => ignored.Length == 0 ? directory : $"{directory}\0{string.Join('\0', ignored)}";

    /// <summary>What is known of a tree; null: nothing.</summary>
    internal TreeSnapshot? Find(string name) => _met.GetOrAdd(name, static (name, memo) => memo._loaded.TryGetValue(name, out ArraySegment<byte> fields) ? Read(new StateReader(fields)) : null, this);

    /// <summary>Remembers a tree, or that nothing can be remembered of it (null).</summary>
    internal void Put(string name, TreeSnapshot? snapshot)
    {
        if (snapshot is null && !_loaded.ContainsKey(name) && (!_met.TryGetValue(name, out TreeSnapshot? known) || known is null))
            return;
        _met[name] = snapshot;
        _isChanged = true;
    }

    /// <summary>Writes what was put since it was opened, with what was there; nothing where nothing was put.</summary>
    internal void Save()
    {
        if (!_isChanged || _boot == 0)
            return;
        _isChanged = false;
        (string Name, ArraySegment<byte> Fields)[] trees =
        [
            .. _met.Where(static tree => tree.Value is not null).Select(static tree => (tree.Key, Write(tree.Value!))),
            .. _loaded.Where(tree => !_met.ContainsKey(tree.Key)).Take(MaxUnmet).Select(static tree => (tree.Key, tree.Value)),
        ];
        StateWriter writer = new(s_format);
        writer.Number(_boot);
        writer.List(trees, static (writer, tree) =>
        {
            writer.Text(tree.Name);
            writer.Part(tree.Fields);
        });
        _ = StateFile.TrySave(_directories, _directories.Trees, writer);
    }

    private static ArraySegment<byte> Write(TreeSnapshot snapshot)
    {
        StateWriter writer = new();
        writer.Digest(snapshot.Context);
        writer.Digest(snapshot.Statuses);
        writer.Digest(snapshot.Scan.Stamp);
        writer.Digest(snapshot.Scan.Digest);
        writer.Texts(snapshot.Witnesses);
        writer.List(snapshot.Scan.Files, static (writer, file) =>
        {
            writer.Text(file.Path);
            writer.Byte((byte)file.Kind);
            writer.Digest(file.Content);
        });
        return writer.Written.ToArray();
    }

    private static TreeSnapshot? Read(StateReader reader)
    {
        Digest context = reader.Digest();
        Digest statuses = reader.Digest();
        Digest stamp = reader.Digest();
        Digest digest = reader.Digest();
        string[] witnesses = reader.Texts();
        SourceFile[] files = reader.List(SmallestFile, static reader =>
            new SourceFile(reader.Text(), (SourceFileKind)reader.Byte((byte)SourceFileKind.File, (byte)SourceFileKind.Directory), reader.Digest()));
        return reader.IsComplete ? new TreeSnapshot(context, witnesses, statuses, new SourceScan(stamp, digest, files)) : null;
    }
}
