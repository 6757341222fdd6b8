namespace Larder.Storage;

/// <summary>A result being put together: its members, in order, and the caller's metadata.</summary>
public sealed class ResultBuilder
{
    private readonly (ResultMemberKind Kind, ReadOnlyMemory<byte> Bytes)[] _members =
        new (ResultMemberKind, ReadOnlyMemory<byte>)[ResultFormat.MaxMembers];

    /// <summary>What the caller wants to keep beside the members (exit status and the like), at most
    /// <see cref="ResultFormat.MaxMetadata"/> bytes.</summary>
    public ReadOnlyMemory<byte> Metadata { get; set; }

    /// <summary>How many members were added.</summary>
    public int Count { get; private set; }

    /// <summary>The sum of the members' lengths, in bytes.</summary>
    public long RawBytes { get; private set; }

    /// <summary>What was added, in order.</summary>
    public ReadOnlySpan<(ResultMemberKind Kind, ReadOnlyMemory<byte> Bytes)> Members => _members.AsSpan(0, Count);

    /// <summary>Adds a member. The bytes must not change until the result is written.</summary>
    /// <returns>False where a member of that kind, or the most that fit, are there already: nothing was added.</returns>
    public bool Add(ResultMemberKind kind, ReadOnlyMemory<byte> bytes)
    {
        if (Count == _members.Length)
            return false;
        foreach ((ResultMemberKind other, _) in Members)
        {
            if (other == kind)
                return false;
        }

        _members[Count++] = (kind, bytes);
        RawBytes += bytes.Length;
        return true;
    }
}
