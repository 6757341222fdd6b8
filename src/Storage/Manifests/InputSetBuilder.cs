using System.Buffers.Binary;
using Larder.Posix;
using Larder.Storage.Hashing;

namespace Larder.Storage.Manifests;

/// <summary>Collects inputs and writes an <see cref="InputSet"/>. What is added twice is kept once.</summary>
public sealed class InputSetBuilder
{
    private readonly List<(byte[] Path, InputKind Kind, Digest Digest)> _files = [];
    private readonly HashSet<byte[]> _known = new(ByteStringComparer.Instance);
    private readonly List<(byte[] Directory, List<byte[]> Names)> _groups = [];
    private readonly Dictionary<byte[], int> _groupIndex = new(ByteStringComparer.Instance);
    private readonly HashSet<byte[]> _knownNames = new(ByteStringComparer.Instance);
    private int _nameCount;

    public int FileCount => _files.Count;

    /// <summary>The inputs added so far, in order.</summary>
    public IReadOnlyList<(byte[] Path, InputKind Kind, Digest Digest)> Files => _files;

    /// <summary>Adds an input that was read or seen. The first digest of a path and kind stays.</summary>
    public void Add(byte[] path, InputKind kind, in Digest digest)
    {
        if (_known.Add(ByteString.Concat([(byte)kind], path)))
            _files.Add((path, kind, digest));
    }

    /// <summary>Adds that a path leads to the same file or directory as the distinct one of a number.</summary>
    public void AddSame(byte[] path, int ordinal)
    {
        Span<byte> number = stackalloc byte[Digest.Size];
        number.Clear();
        BinaryPrimitives.WriteInt32LittleEndian(number, ordinal);
        Add(path, InputKind.SameAsDistinct, Digest.FromBytes(number));
    }

    /// <summary>Adds when a file was last modified.</summary>
    public void AddModified(byte[] path, long seconds)
    {
        Span<byte> number = stackalloc byte[Digest.Size];
        number.Clear();
        BinaryPrimitives.WriteInt64LittleEndian(number, seconds);
        Add(path, InputKind.Modified, Digest.FromBytes(number));
    }

    public bool Contains(ReadOnlySpan<byte> path, InputKind kind) => _known.Contains(ByteString.Concat([(byte)kind], path));

    /// <summary>Adds that a name was looked for in a directory, in vain. The name may hold slashes.</summary>
    public void AddAbsent(ReadOnlySpan<byte> directory, ReadOnlySpan<byte> name)
    {
        if (!_knownNames.Add(ByteString.Concat(directory, "\0"u8, name)))
            return;
        if (!_groupIndex.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(directory, out int group))
        {
            group = _groups.Count;
            byte[] key = directory.ToArray();
            _groupIndex.Add(key, group);
            _groups.Add((key, []));
        }

        _groups[group].Names.Add(name.ToArray());
        _nameCount++;
    }

    /// <summary>True where there is more than a reader would accept.</summary>
    public bool IsTooLarge => _files.Count > InputSet.MaxFiles || _groups.Count > InputSet.MaxFiles || _nameCount > InputSet.MaxNames;

    /// <summary>The same inputs with their paths spelled otherwise.</summary>
    public InputSetBuilder WithPaths(PathSpeller spell)
    {
        InputSetBuilder spelled = new();
        foreach ((byte[] path, InputKind kind, Digest digest) in _files)
            spelled.Add(spell(path), kind, in digest);
        foreach ((byte[] directory, List<byte[]> names) in _groups)
        {
            foreach (byte[] name in names)
                spelled.AddAbsent(spell(directory), name);
        }

        return spelled;
    }

    /// <summary>Whether one of the names that were looked for in vain is such a one.</summary>
    public bool HasAbsent(NameTest test) => _groups.Exists(group => group.Names.Exists(name => test(name)));

    /// <summary>Says something of a name.</summary>
    public delegate bool NameTest(ReadOnlySpan<byte> name);

    /// <summary>Spells a path another way.</summary>
    public delegate byte[] PathSpeller(ReadOnlySpan<byte> path);

    /// <summary>What was looked for in vain, by directory.</summary>
    public IReadOnlyList<(byte[] Directory, List<byte[]> Names)> Absent => _groups;

    /// <summary>The same inputs behind others, which <see cref="InputKind.Immutable"/> are.</summary>
    public InputSetBuilder Behind(IEnumerable<(byte[] Path, Digest Hash)> immutable)
    {
        InputSetBuilder all = new();
        foreach ((byte[] path, Digest hash) in immutable)
            all.Add(path, InputKind.Immutable, in hash);
        foreach ((byte[] path, InputKind kind, Digest digest) in _files)
            all.Add(path, kind, in digest);
        foreach ((byte[] directory, List<byte[]> names) in _groups)
        {
            foreach (byte[] name in names)
                all.AddAbsent(directory, name);
        }

        return all;
    }

    /// <summary>Feeds all inputs to a key: what the variant stands for.</summary>
    /// <param name="key">The key.</param>
    /// <param name="withTimes">False: times of modification don't count.</param>
    public void AddTo(KeyRecord key, bool withTimes = true)
    {
        foreach ((byte[] path, InputKind kind, Digest digest) in _files)
        {
            if (kind == InputKind.Immutable || (kind == InputKind.Modified && !withTimes))
                continue;
            key.Add("input-kind"u8, (long)kind);
            key.AddFile("input"u8, path, digest);
        }
    }

    public byte[] Build()
    {
        StringTable text = new();
        byte[] fixedPart = new byte[InputSet.HeaderSize + (_files.Count * InputSet.FileSize)
            + (_groups.Count * InputSet.GroupSize) + (_nameCount * InputSet.NameSize)];
        Span<byte> at = fixedPart.AsSpan(InputSet.HeaderSize);
        foreach ((byte[] path, InputKind kind, Digest digest) in _files)
        {
            BinaryPrimitives.WriteInt32LittleEndian(at, text.Add(path));
            at[4] = (byte)kind;
            digest.CopyTo(at[8..]);
            at = at[InputSet.FileSize..];
        }

        int firstName = 0;
        foreach ((byte[] directory, List<byte[]> names) in _groups)
        {
            BinaryPrimitives.WriteInt32LittleEndian(at, text.Add(directory));
            BinaryPrimitives.WriteInt32LittleEndian(at[4..], firstName);
            BinaryPrimitives.WriteInt32LittleEndian(at[8..], names.Count);
            NamesDigest(names).CopyTo(at[16..]);
            firstName += names.Count;
            at = at[InputSet.GroupSize..];
        }

        foreach ((_, List<byte[]> names) in _groups)
        {
            foreach (byte[] name in names)
            {
                BinaryPrimitives.WriteInt32LittleEndian(at, text.Add(name));
                at = at[InputSet.NameSize..];
            }
        }

        BinaryPrimitives.WriteInt32LittleEndian(fixedPart, _files.Count);
        BinaryPrimitives.WriteInt32LittleEndian(fixedPart.AsSpan(4), _groups.Count);
        BinaryPrimitives.WriteInt32LittleEndian(fixedPart.AsSpan(8), _nameCount);
        BinaryPrimitives.WriteInt32LittleEndian(fixedPart.AsSpan(12), text.Size);
        return ByteString.Concat(fixedPart, text.Bytes);
    }

    /// <summary>Order does not matter to what the names say, so it doesn't to the digest.</summary>
    private static Digest NamesDigest(List<byte[]> names)
    {
        names.Sort(static (a, b) => a.AsSpan().SequenceCompareTo(b));
        Blake3Hasher hasher = new();
        foreach (byte[] name in names)
        {
            hasher.Update(name);
            hasher.Update("\0"u8);
        }

        Span<byte> digest = stackalloc byte[Digest.Size];
        hasher.Finish(digest);
        return Digest.FromBytes(digest);
    }
}
