using System.Buffers.Binary;

namespace Larder.Storage;

/// <summary>
/// What is remembered of a text so that it can later be said where it has changed: a few bits of each line. Of a long text, of each so many lines.
/// </summary>
/// <remarks>
/// <code>
/// sketch = content:u8{32} stride:u32 hash:u16*          little-endian; the log "lines" of the journal holds these
/// hash   = of stride lines, with their line ends         the last may be of fewer
/// </code>
/// Two different lines are taken for the same once in 65,536 times: then the next change is named, or none.
/// </remarks>
public readonly struct LineSketch
{
    private const int MaxHashes = 8192;
    private const int HeaderSize = Digest.Size + 4;

    private readonly ReadOnlyMemory<byte> _hashes;

    private LineSketch(Digest content, int stride, ReadOnlyMemory<byte> hashes) => (Content, Stride, _hashes) = (content, stride, hashes);

    /// <summary>The digest of the text.</summary>
    public Digest Content { get; }

    /// <summary>How many lines each hash is of.</summary>
    public int Stride { get; }

    private int Count => _hashes.Length / 2;

    /// <summary>The sketch of a text.</summary>
    public static LineSketch Of(in Digest content, ReadOnlySpan<byte> text)
    {
        int lines = text.Count((byte)'\n') + (text is [.., not (byte)'\n'] ? 1 : 0);
        int stride = Math.Max((lines + MaxHashes - 1) / MaxHashes, 1);
        byte[] hashes = new byte[(lines + stride - 1) / stride * 2];
        for (Span<byte> at = hashes; !at.IsEmpty; at = at[2..])
            BinaryPrimitives.WriteUInt16LittleEndian(at, Hash(TakeLines(ref text, stride)));
        return new LineSketch(content, stride, hashes);
    }

    /// <summary>
    /// The first and the last line, counted from 1, of what differs in the later text; last is below first where lines are gone from there, and both are 0
    /// where no difference is seen.
    /// </summary>
    public (int First, int Last) ChangeTo(LineSketch later)
    {
        if (Stride != later.Stride)
            return (0, 0);
        int start = 0;
        int most = Math.Min(Count, later.Count);
        while (start < most && At(start) == later.At(start))
            start++;
        if (start == Count && start == later.Count)
            return (0, 0);
        int end = 0;
        while (end < most - start && At(Count - 1 - end) == later.At(later.Count - 1 - end))
            end++;
        return ((start * Stride) + 1, (later.Count - end) * Stride);
    }

    internal byte[] Encode()
    {
        byte[] record = new byte[HeaderSize + _hashes.Length];
        Content.CopyTo(record);
        BinaryPrimitives.WriteInt32LittleEndian(record.AsSpan(Digest.Size), Stride);
        _hashes.Span.CopyTo(record.AsSpan(HeaderSize));
        return record;
    }

    /// <summary>Null where the bytes are no sketch.</summary>
    internal static LineSketch? Decode(ReadOnlyMemory<byte> record)
    {
        if (record.Length < HeaderSize || (record.Length - HeaderSize) % 2 != 0 || (record.Length - HeaderSize) / 2 > MaxHashes)
            return null;
        int stride = BinaryPrimitives.ReadInt32LittleEndian(record.Span[Digest.Size..]);
        return stride is > 0 and < int.MaxValue / MaxHashes ? new LineSketch(Digest.FromBytes(record.Span), stride, record[HeaderSize..]) : null;
    }

    private ushort At(int index) => BinaryPrimitives.ReadUInt16LittleEndian(_hashes.Span[(index * 2)..]);

    private static ReadOnlySpan<byte> TakeLines(ref ReadOnlySpan<byte> text, int lines)
    {
        int length = 0;
        for (; lines > 0 && length < text.Length; lines--)
        {
            int end = text[length..].IndexOf((byte)'\n');
            length = end < 0 ? text.Length : length + end + 1;
        }

        ReadOnlySpan<byte> taken = text[..length];
        text = text[length..];
        return taken;
    }

    /// <summary>FNV-1a, folded: https://datatracker.ietf.org/doc/html/draft-eastlake-fnv.</summary>
    private static ushort Hash(ReadOnlySpan<byte> line)
    {
        uint hash = 2166136261;
        foreach (byte b in line)
            hash = (hash ^ b) * 16777619;
        return (ushort)(hash ^ (hash >> 16));
    }
}
