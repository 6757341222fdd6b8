using System.Buffers.Binary;
using Larder.Storage.Hashing;

namespace Larder.Storage;

/// <summary>
/// The labelled inputs of one key, in order: the only way in which anything enters a key. Switched on, it also keeps the list,
/// so that two keys can be compared input by input.
/// </summary>
/// <remarks>
/// What is hashed (all integers little-endian), unambiguous since every field carries its length:
/// <code>
/// key    = field("larder key", domain) version:u32 input*
/// input  = 'B' field(label) field(value)                  bytes
///        | 'N' field(label) value:i64                     a number
///        | 'F' field(label) field(path) digest:32         a file and its content
/// field  = length:u32 bytes
/// </code>
/// </remarks>
public sealed class KeyRecord
{
    // What a command without headers takes; more is hashed in pieces of this size, which is enough for all vector lanes.
    private const int BufferSize = 16 * 1024;

    private const byte BytesTag = (byte)'B';
    private const byte NumberTag = (byte)'N';
    private const byte FileTag = (byte)'F';

    private readonly List<KeyEntry>? _entries;
    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(BufferSize);
    private int _filled;
    private Blake3Hasher _hasher;

    private KeyRecord(bool recording) => _entries = recording ? [] : null;

    /// <summary>The inputs so far, where recording is on; else empty.</summary>
    public IReadOnlyList<KeyEntry> Entries => _entries is null ? [] : _entries;

    /// <summary>How many bytes have been fed.</summary>
    public long Length { get; private set; }

    /// <summary>Starts a key.</summary>
    /// <param name="domain">The type of key; keys of two domains never meet.</param>
    /// <param name="formatVersion">The version of what is stored under such keys: a new one orphans the old entries.</param>
    /// <param name="recording">Whether <see cref="Entries"/> is kept.</param>
    public static KeyRecord For(ReadOnlySpan<byte> domain, int formatVersion, bool recording = false)
    {
        KeyRecord record = new(recording);
        record.AppendField("larder key"u8);
        record.AppendField(domain);
        record.AppendNumber((uint)formatVersion, sizeof(uint));
        return record;
    }

    /// <summary>Adds bytes under a label.</summary>
    public void Add(ReadOnlySpan<byte> label, ReadOnlySpan<byte> value)
    {
        AppendTag(BytesTag);
        AppendField(label);
        AppendField(value);
        _entries?.Add(new KeyEntry(label.ToArray(), value.ToArray(), Content: null));
    }

    /// <summary>Adds a number under a label.</summary>
    public void Add(ReadOnlySpan<byte> label, long value)
    {
        AppendTag(NumberTag);
        AppendField(label);
        AppendNumber((ulong)value, sizeof(long));
        if (_entries is not null)
        {
            Span<byte> text = stackalloc byte[20];
            System.Buffers.Text.Utf8Formatter.TryFormat(value, text, out int digits);
            _entries.Add(new KeyEntry(label.ToArray(), text[..digits].ToArray(), Content: null));
        }
    }

    /// <summary>Adds a file under a label: its path as it can reach the output, and the digest of its content.</summary>
    public void AddFile(ReadOnlySpan<byte> label, ReadOnlySpan<byte> path, in Digest content)
    {
        AppendTag(FileTag);
        AppendField(label);
        AppendField(path);
        Span<byte> digest = stackalloc byte[Digest.Size];
        content.CopyTo(digest);
        Append(digest);
        _entries?.Add(new KeyEntry(label.ToArray(), path.ToArray(), content));
    }

    /// <summary>The key of all that was added. More may be added afterwards, for a further key that starts alike.</summary>
    public Digest Finish()
    {
        ReadOnlySpan<byte> rest = _buffer.AsSpan(0, _filled);
        if (Length == _filled)
            return Digest.Of(rest);
        Blake3Hasher hasher = _hasher;
        Span<byte> digest = stackalloc byte[Digest.Size];
        hasher.Update(rest);
        hasher.Finish(digest);
        return Digest.FromBytes(digest);
    }

    private void AppendTag(byte tag) => Append(new ReadOnlySpan<byte>(in tag));

    private void AppendField(ReadOnlySpan<byte> bytes)
    {
        AppendNumber((uint)bytes.Length, sizeof(uint));
        Append(bytes);
    }

    private void AppendNumber(ulong value, int size)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        Append(bytes[..size]);
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        Length += bytes.Length;
        if (bytes.Length > BufferSize - _filled)
        {
            _hasher.Update(_buffer.AsSpan(0, _filled));
            _filled = 0;
            if (bytes.Length > BufferSize)
            {
                _hasher.Update(bytes);
                return;
            }
        }

        bytes.CopyTo(_buffer.AsSpan(_filled));
        _filled += bytes.Length;
    }
}
