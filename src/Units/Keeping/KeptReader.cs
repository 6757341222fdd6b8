using System.Buffers.Binary;
using System.Text;
using Larder.Posix;
using Larder.Storage;

namespace Larder.Units.Keeping;

/// <summary>
/// Reads what <see cref="KeptWriter"/> wrote. Whoever reads asks <see cref="IsSound"/> at the end: what doesn't fit, whatever it is, makes it false and all further fields empty.
/// </summary>
internal sealed class KeptReader
{
    private const long LongestFile = 512 << 20;

    private readonly byte[] _content;
    private readonly int _end;
    private int _next;

    private KeptReader(byte[] content, int next)
    {
        _content = content;
        _end = content.Length - Digest.Size;
        _next = next;
        IsSound = true;
    }

    /// <summary>Everything so far was what it must be.</summary>
    internal bool IsSound { get; private set; }

    /// <summary>All was read, and all was sound.</summary>
    internal bool IsComplete => IsSound && _next == _end;

    /// <summary>Opens a file; null where there is none, or it is damaged or of another format or version.</summary>
    internal static KeptReader? Open(string path, string title)
    {
        byte[]? content = FileSystem.ReadAll(ByteText.Encode(path), out _, LongestFile);
        byte[] head = Encoding.ASCII.GetBytes(title + "\n");
        if (content == null || content.Length < head.Length + Digest.Size || !content.AsSpan().StartsWith(head))
            return null;
        Digest stated = Digest.FromBytes(content.AsSpan(content.Length - Digest.Size));
        return Digest.Of(content.AsSpan(0, content.Length - Digest.Size)) == stated ? new KeptReader(content, head.Length) : null;
    }

    internal long Number()
    {
        ReadOnlySpan<byte> bytes = Take(sizeof(long));
        return bytes.IsEmpty ? 0 : BinaryPrimitives.ReadInt64LittleEndian(bytes);
    }

    /// <summary>A number of entries, each of which takes at least <paramref name="least"/> bytes: so no more than there is room for.</summary>
    internal int Count(int least = sizeof(long))
    {
        long count = Number();
        if (count >= 0 && count <= (_end - _next) / least)
            return (int)count;
        IsSound = false;
        return 0;
    }

    internal string Text() => ByteText.Decode(Take(Number()));

    internal string[] Texts()
    {
        string[] texts = new string[Count()];
        for (int i = 0; i < texts.Length; i++)
            texts[i] = Text();
        return texts;
    }

    internal Digest Value()
    {
        ReadOnlySpan<byte> bytes = Take(Digest.Size);
        return bytes.IsEmpty ? default : Digest.FromBytes(bytes);
    }

    internal bool Flag() => Number() != 0;

    private ReadOnlySpan<byte> Take(long length)
    {
        if (!IsSound || length < 0 || length > _end - _next)
        {
            IsSound = false;
            return [];
        }

        _next += (int)length;
        return _content.AsSpan(_next - (int)length, (int)length);
    }
}
