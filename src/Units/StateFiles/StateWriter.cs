using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Larder.Posix;
using Larder.Storage;

namespace Larder.Units.StateFiles;

/// <summary>Writes the fields of <see cref="StateFile"/>s, and of what is digested: field by field, no two lists of them are the same bytes.</summary>
internal sealed class StateWriter
{
    private const int InitialSize = 1024;

    private readonly ArrayBufferWriter<byte> _bytes = new(InitialSize);

    /// <summary>Begins a file.</summary>
    internal StateWriter(StateFormat format)
        : this(format.Title)
    {
    }

    /// <summary>Begins what is only digested. The title says what of, and by which version of larder's rules.</summary>
    internal StateWriter(string title) => _bytes.Write(Encoding.ASCII.GetBytes(title + "\n"));

    /// <summary>Begins a part of a file.</summary>
    internal StateWriter()
    {
    }

    internal ReadOnlySpan<byte> Written => _bytes.WrittenSpan;

    internal void Byte(byte value)
    {
        _bytes.GetSpan(1)[0] = value;
        _bytes.Advance(1);
    }

    internal void Flag(bool value) => Byte(value ? (byte)1 : (byte)0);

    internal void Number(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_bytes.GetSpan(sizeof(long)), value);
        _bytes.Advance(sizeof(long));
    }

    internal void Count(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_bytes.GetSpan(sizeof(int)), value);
        _bytes.Advance(sizeof(int));
    }

    internal void Digest(in Digest value)
    {
        value.CopyTo(_bytes.GetSpan(Storage.Digest.Size));
        _bytes.Advance(Storage.Digest.Size);
    }

    internal void Text(string value)
    {
        // Nearly all: a byte for each character.
        Span<byte> room = _bytes.GetSpan(sizeof(int) + value.Length);
        if (Ascii.FromUtf16(value, room[sizeof(int)..], out int length) != OperationStatus.Done)
        {
            Part(ByteText.Encode(value));
            return;
        }

        BinaryPrimitives.WriteInt32LittleEndian(room, length);
        _bytes.Advance(sizeof(int) + length);
    }

    internal void Texts(IReadOnlyCollection<string> values) => List(values, static (writer, value) => writer.Text(value));

    internal void List<T>(IReadOnlyCollection<T> values, Action<StateWriter, T> write)
    {
        Count(values.Count);
        foreach (T value in values)
            write(this, value);
    }

    internal void Part(ReadOnlySpan<byte> fields)
    {
        Count(fields.Length);
        Raw(fields);
    }

    /// <summary>Bytes whose length is known otherwise.</summary>
    internal void Raw(ReadOnlySpan<byte> bytes) => _bytes.Write(bytes);

    /// <summary>Of all that was written so far.</summary>
    internal Digest ToDigest() => Storage.Digest.Of(Written);

    /// <summary>The whole file, with its checksum.</summary>
    internal ReadOnlySpan<byte> Sealed()
    {
        Digest(ToDigest());
        return Written;
    }
}
