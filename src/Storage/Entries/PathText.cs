namespace Larder.Storage;

/// <summary>
/// A path under construction, in a caller's span while it fits and on the heap beyond.
/// <code>PathText path = new(stackalloc byte[PathText.InlineRoom]);</code>
/// </summary>
internal ref struct PathText(Span<byte> room)
{
    /// <summary>Most cache directories have shorter paths.</summary>
    internal const int InlineRoom = 384;

    private Span<byte> _room = room;
    private int _length;

    internal readonly ReadOnlySpan<byte> Bytes => _room[.._length];

    internal void Append(scoped ReadOnlySpan<byte> text)
    {
        text.CopyTo(Take(text.Length));
    }

    internal void Append(byte character)
    {
        Take(1)[0] = character;
    }

    /// <summary>Cuts what was appended since the path had that length.</summary>
    internal void CutTo(int length) => _length = length;

    /// <summary>Appends that many bytes, which the caller fills.</summary>
    internal Span<byte> Take(int size)
    {
        if (_room.Length - _length < size)
        {
            byte[] larger = new byte[(_length + size) * 2];
            _room[.._length].CopyTo(larger);
            _room = larger;
        }

        Span<byte> taken = _room.Slice(_length, size);
        _length += size;
        return taken;
    }
}
