using System.Buffers.Binary;
using System.Buffers;
using System.Text;
using Larder.Posix;
using Larder.Storage;
using Larder.Units.Layout;

namespace Larder.Units.Keeping;

/// <summary>
/// Writes a file of larder's own state, which <see cref="KeptReader"/> reads: fields one after the other, and a digest over all of them, so that damage shows.
/// </summary>
/// <remarks>
/// <code>
/// file   = title NL { field } digest       -- the title names the format and its version; the digest (32 bytes) is over all before it
/// number = 8 bytes, little-endian
/// string = number of bytes, then the bytes  -- as ByteText encodes it
/// digest = 32 bytes
/// </code>
/// </remarks>
internal sealed class KeptWriter
{
    private readonly ArrayBufferWriter<byte> _fields = new(4096);

    internal KeptWriter(string title) => _fields.Write(Encoding.ASCII.GetBytes(title + "\n"));

    internal void Number(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_fields.GetSpan(sizeof(long)), value);
        _fields.Advance(sizeof(long));
    }

    internal void Text(string text)
    {
        byte[] bytes = ByteText.Encode(text);
        Number(bytes.Length);
        _fields.Write(bytes);
    }

    internal void Texts(IReadOnlyCollection<string> texts)
    {
        Number(texts.Count);
        foreach (string text in texts)
            Text(text);
    }

    internal void Value(Digest digest)
    {
        digest.CopyTo(_fields.GetSpan(Digest.Size));
        _fields.Advance(Digest.Size);
    }

    internal void Flag(bool flag) => Number(flag ? 1 : 0);

    /// <summary>Of all that was written so far.</summary>
    internal Digest DigestSoFar() => Digest.Of(_fields.WrittenSpan);

    /// <summary>Puts the file into place, whole or not at all. False where that failed: it is only state that can be made again.</summary>
    internal bool Commit(string path)
    {
        Value(DigestSoFar());
        return StateFile.TryWrite(path, _fields.WrittenSpan) == Errno.None;
    }
}
