using Larder.Posix;

namespace Larder.Storage.Manifests;

/// <summary>Strings, each kept once and ended by a NUL, found again by their offset.</summary>
internal sealed class StringTable
{
    private readonly Dictionary<byte[], int> _offsets = new(ByteStringComparer.Instance);
    private byte[] _bytes = new byte[4096];

    internal int Size { get; private set; }

    internal ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, Size);

    /// <summary>The offset of a string, added where it is new.</summary>
    internal int Add(byte[] text)
    {
        if (_offsets.TryGetValue(text, out int offset))
            return offset;
        offset = Size;
        int needed = Size + text.Length + 1;
        if (needed > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(needed, _bytes.Length * 2));
        text.CopyTo(_bytes, Size);
        _bytes[needed - 1] = 0;
        Size = needed;
        _offsets.Add(text, offset);
        return offset;
    }
}
