using Larder.Posix;

namespace Larder.Storage;

/// <summary>
/// A result as it was found: its table, which is verified, and its members, which are verified as they are read. It stays
/// readable when the entry is replaced or evicted meanwhile.
/// </summary>
public sealed class StoredResult : IDisposable
{
    /// <summary>
    /// Files up to this are read in one call; of larger ones the start first. A member has to be read for its digest in any case.
    /// </summary>
    private const int WholeFileSize = 1 << 20;

    private const int StartSize = 64 * 1024;

    private readonly LocalStore _store;
    private readonly Digest _key;
    private readonly byte[] _start;
    private readonly int _startLength;
    private readonly ResultMember[] _members;
    private readonly Range _metadata;
    private readonly FileStatus _status;
    private readonly ReadOnlyMemory<byte>?[] _verified;
    private FileDescriptor _file;

    /// <summary>How many of the members are the result's own; behind them stand those that came from elsewhere.</summary>
    private readonly int _own;

    private StoredResult(
        LocalStore store, in Digest key, FileDescriptor file, in FileStatus status, byte[] start, int startLength,
        ResultMember[] members, Range metadata)
    {
        _store = store;
        _key = key;
        _file = file;
        _status = status;
        _start = start;
        _startLength = startLength;
        _members = members;
        _metadata = metadata;
        _verified = new ReadOnlyMemory<byte>?[members.Length];
        _own = members.Length;
    }

    private StoredResult(StoredResult result, List<(ResultMemberKind Kind, byte[] Bytes)> texts)
        : this(result._store, result._key, result._file, result._status, result._start, result._startLength, result.WithMembers(texts), result._metadata)
    {
        _own = result._own;
        result._verified.AsSpan(0, _own).CopyTo(_verified);
        for (int i = 0; i < texts.Count; i++)
            _verified[_own + i] = texts[i].Bytes;
    }

    /// <summary>The members, in the order in which they were added.</summary>
    public ReadOnlySpan<ResultMember> Members => _members;

    /// <summary>The caller's metadata.</summary>
    public ReadOnlySpan<byte> Metadata => _start.AsSpan(_metadata);

    /// <summary>The file as it was opened, for <see cref="LocalStore.Touch"/>.</summary>
    public FileStatus Status => _status;

    /// <summary>True where a member turned out damaged; the entry was then removed, where that was permitted.</summary>
    public bool IsCorrupt { get; private set; }

    /// <summary>Finds the member of a kind.</summary>
    public bool TryFind(ResultMemberKind kind, out ResultMember member)
    {
        foreach (ref readonly ResultMember candidate in _members.AsSpan())
        {
            if (candidate.Kind == kind)
            {
                member = candidate;
                return true;
            }
        }

        member = default;
        return false;
    }

    /// <summary>
    /// Reads a member's content and verifies it; a second time gives the same bytes. False where it is damaged (see
    /// <see cref="IsCorrupt"/>).
    /// </summary>
    public bool TryRead(in ResultMember member, out ReadOnlyMemory<byte> content)
    {
        int index = _members.AsSpan().IndexOf(member);
        content = default;
        if (index < 0)
            return false;
        if (_verified[index] is { } known)
        {
            content = known;
            return true;
        }

        content = ReadStored(member);
        bool whole = content.Length == member.StoredSize && Digest.Of(content.Span) == member.Sum;
        if (whole && member.Encoding == MemberEncoding.Zstandard)
        {
            byte[] raw = GC.AllocateUninitializedArray<byte>((int)member.RawSize);
            whole = Zstandard.Decompress(content.Span, raw);
            content = raw;
        }

        if (whole)
        {
            _verified[index] = content;
            return true;
        }

        content = default;
        MarkCorrupt();
        return false;
    }

    /// <summary>
    /// Writes a member's verified content into an open file at its position, which must be an empty file where extents are to be
    /// shared. Nothing is written where the content is damaged.
    /// </summary>
    /// <param name="member">One of <see cref="Members"/>.</param>
    /// <param name="target">The file.</param>
    /// <param name="mayClone">Whether <paramref name="target"/> is an empty regular file, positioned at its start.</param>
    public MemberWriteOutcome WriteTo(in ResultMember member, FileDescriptor target, bool mayClone = true)
    {
        if (!TryRead(member, out ReadOnlyMemory<byte> content))
            return new MemberWriteOutcome(MemberWriteState.Corrupt, Errno.None);

        if (mayClone && IsCloneable(member) && FileClone.TryShareToEnd(_file, member.Offset, target))
            return new MemberWriteOutcome(MemberWriteState.Cloned, Errno.None);
        int error = target.WriteAll(content.Span);
        return new MemberWriteOutcome(error == Errno.None ? MemberWriteState.Written : MemberWriteState.Failed, error);
    }

    /// <summary>
    /// The same result with members besides that stand in the manifest which led to it (<see cref="Manifests.VariantTexts"/>). It takes the file over: this one
    /// is used no more, and not disposed.
    /// </summary>
    public StoredResult With(List<(ResultMemberKind Kind, byte[] Bytes)> texts) => texts.Count == 0 ? this : new StoredResult(this, texts);

    /// <summary>Whether it is whole, and holds what another does, byte for byte. All of it is read.</summary>
    internal bool Holds(ResultBuilder builder)
    {
        if (_members.Length != builder.Count)
            return false;
        foreach ((ResultMemberKind kind, ReadOnlyMemory<byte> bytes) in builder.Members)
        {
            if (!TryFind(kind, out ResultMember member) || !TryRead(in member, out ReadOnlyMemory<byte> content) || !content.Span.SequenceEqual(bytes.Span))
                return false;
        }

        return true;
    }

    /// <summary>
    /// The same result with nothing but its verified content and its metadata, for keeping: it has no file, disposing it does nothing, and any number of
    /// threads may read it. Null where not every member was read, or one could be cloned from the file, which beats memory.
    /// </summary>
    public StoredResult? Detach()
    {
        ResultMember[] own = _own == _members.Length ? _members : _members[.._own];
        foreach (ref readonly ResultMember member in own.AsSpan())
        {
            if (IsCloneable(member) || _verified[own.AsSpan().IndexOf(member)] is null)
                return null;
        }

        byte[] metadata = Metadata.ToArray();
        StoredResult detached = new(_store, _key, FileDescriptor.None, _status, metadata, 0, own, ..metadata.Length);
        for (int i = 0; i < own.Length; i++)
        {
            // Uncompressed small members are slices of the whole file: kept as they are, they would keep it all.
            ReadOnlyMemory<byte> content = _verified[i]!.Value;
            detached._verified[i] = _members[i].Encoding == MemberEncoding.Raw ? content.ToArray() : content;
        }

        return detached;
    }

    /// <summary>What the content takes in memory, in bytes.</summary>
    public long ContentSize
    {
        get
        {
            long size = 0;
            foreach (ref readonly ResultMember member in _members.AsSpan(0, _own))
                size += member.RawSize;
            return size;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _file.Dispose();

        // A second time it would close what got the number since.
        _file = FileDescriptor.None;
    }

    /// <summary>Takes over an open file. Where the outcome is not <see cref="ReadState.Found"/> it is closed.</summary>
    internal static ReadState Open(LocalStore store, FileDescriptor file, in FileStatus status, in Digest key, out StoredResult? result)
    {
        result = null;
        ReadState state = ReadState.Corrupt;
        if (status.Size is >= ResultFormat.MinHeadSize and <= ResultFormat.MaxFileSize)
        {
            byte[] start = GC.AllocateUninitializedArray<byte>(status.Size <= WholeFileSize ? (int)status.Size : StartSize);
            int length = file.ReadAt(0, start);
            if (length < 0)
            {
                state = ReadState.Failed;
            }
            else if (ResultFormat.TryDecode(
                start.AsSpan(0, length), status.Size, key, out ResultMember[] members, out Range metadata))
            {
                result = new StoredResult(store, key, file, status, start, length, members, metadata);
                return ReadState.Found;
            }
        }

        file.Dispose();
        return state;
    }

    private ResultMember[] WithMembers(List<(ResultMemberKind Kind, byte[] Bytes)> texts)
    {
        ResultMember[] members = new ResultMember[_own + texts.Count];
        _members.AsSpan(0, _own).CopyTo(members);
        for (int i = 0; i < texts.Count; i++)
            members[_own + i] = new ResultMember(texts[i].Kind, MemberEncoding.Raw, texts[i].Bytes.Length, texts[i].Bytes.Length, -1, default);
        return members;
    }

    /// <summary>A member's bytes as they stand in the file; shorter where the file is.</summary>
    private ReadOnlyMemory<byte> ReadStored(in ResultMember member)
    {
        if (member.Offset + member.StoredSize <= _startLength)
            return _start.AsMemory((int)member.Offset, (int)member.StoredSize);
        byte[] bytes = GC.AllocateUninitializedArray<byte>((int)member.StoredSize);
        int read = _file.ReadAt(member.Offset, bytes);
        return bytes.AsMemory(0, Math.Max(read, 0));
    }

    private bool IsCloneable(in ResultMember member) =>
        member.Encoding == MemberEncoding.Raw
        && member.RawSize > 0
        && (member.Offset & 4095) == 0
        && member.Offset + member.StoredSize == _status.Size;

    private void MarkCorrupt()
    {
        if (IsCorrupt)
            return;
        IsCorrupt = true;
        _store.RemoveCorrupt(EntryKind.Result, _key, _status);
    }
}
