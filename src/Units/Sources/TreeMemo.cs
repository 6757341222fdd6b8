using System.Collections.Concurrent;
using Larder.Storage;
using Larder.Units.Layout;

namespace Larder.Units.Sources;

/// <summary>Remembers scans of whole trees. One file, read whole when it is opened; for use by several threads. What is damaged is as nothing.</summary>
/// <remarks>
/// <code>
/// file     = sealed(boot:i64 count:u32 tree*count)       <see cref="SealedFile"/>
/// tree     = name:text size:u32 snapshot                 name: the directory and the declared filters, each but the first behind a NUL
/// snapshot = context:32 statuses:32 stamp:32 digest:32 count:u32 witness:text*count count:u32 file*count
/// file     = path:text kind:u8 content:32
/// text     = length:u32 bytes
/// </code>
/// </remarks>
internal sealed class TreeMemo
{
    private const long MaxSize = 256 << 20;

    /// <summary>Trees that weren't met by this invocation are kept up to this many.</summary>
    private const int MaxUnmet = 20_000;

    private const int SmallestTree = 8;
    private const int SmallestFile = 5 + Digest.Size;

    private readonly UnitDirectories _directories;
    private readonly long _boot;
    private readonly Dictionary<string, ReadOnlyMemory<byte>> _loaded = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TreeSnapshot?> _met = new(StringComparer.Ordinal);
    private volatile bool _isChanged;

    internal TreeMemo(UnitDirectories directories, ulong boot)
    {
        _directories = directories;
        _boot = (long)boot;
        if (boot == 0 || SealedFile.Read(directories.Trees, Head, MaxSize) is not { } content)
            return;
        StateReader reader = new(content.Span);
        if (reader.Long() != _boot)
            return;
        int count = reader.Count(SmallestTree);
        for (int i = 0; i < count && !reader.Failed; i++)
        {
            string name = reader.Text();
            int size = reader.Count(1);
            if (!reader.Failed)
                _loaded[name] = content.Slice(reader.Skip(size), size);
        }
    }

    /// <summary>Versions: 1, the first.</summary>
    private static ReadOnlySpan<byte> Head => "LDRtree\x01"u8;

    internal static string NameOf(string directory, string[] ignored) => ignored.Length == 0 ? directory : $"{directory}\0{string.Join('\0', ignored)}";

    /// <summary>What is known of a tree; null: nothing.</summary>
    internal TreeSnapshot? Find(string name) => _met.GetOrAdd(name, static (name, memo) => memo._loaded.TryGetValue(name, out ReadOnlyMemory<byte> bytes) ? Read(bytes.Span) : null, this);

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
        (string Name, byte[] Bytes)[] trees =
        [
            .. _met.Where(static tree => tree.Value is not null).Select(static tree => (tree.Key, Write(tree.Value!))),
            .. _loaded.Where(tree => !_met.ContainsKey(tree.Key)).Take(MaxUnmet).Select(static tree => (tree.Key, tree.Value.ToArray())),
        ];
        StateWriter writer = new();
        writer.Long(_boot);
        writer.Count(trees.Length);
        foreach ((string name, byte[] bytes) in trees)
        {
            writer.Text(name);
            writer.Bytes(bytes);
        }

        SealedFile.Write(_directories, _directories.Trees, Head, writer.Written);
    }

    private static byte[] Write(TreeSnapshot snapshot)
    {
        StateWriter writer = new();
        writer.Digest(snapshot.Context);
        writer.Digest(snapshot.Statuses);
        writer.Digest(snapshot.Scan.Stamp);
        writer.Digest(snapshot.Scan.Digest);
        writer.Count(snapshot.Witnesses.Length);
        foreach (string witness in snapshot.Witnesses)
            writer.Text(witness);
        writer.Count(snapshot.Scan.Files.Length);
        foreach (SourceFile file in snapshot.Scan.Files)
        {
            writer.Text(file.Path);
            writer.Byte((byte)file.Kind);
            writer.Digest(file.Content);
        }

        return writer.Written.ToArray();
    }

    private static TreeSnapshot? Read(ReadOnlySpan<byte> bytes)
    {
        StateReader reader = new(bytes);
        Digest context = reader.Digest();
        Digest statuses = reader.Digest();
        Digest stamp = reader.Digest();
        Digest digest = reader.Digest();
        string[] witnesses = new string[reader.Count(4)];
        for (int i = 0; i < witnesses.Length; i++)
            witnesses[i] = reader.Text();
        SourceFile[] files = new SourceFile[reader.Count(SmallestFile)];
        for (int i = 0; i < files.Length; i++)
            files[i] = new SourceFile(reader.Text(), (SourceFileKind)reader.Byte(), reader.Digest());
        return reader.IsWhole ? new TreeSnapshot(context, witnesses, statuses, new SourceScan(stamp, digest, files)) : null;
    }
}
