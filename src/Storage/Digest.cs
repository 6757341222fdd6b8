using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Larder.Storage.Hashing;

namespace Larder.Storage;

/// <summary>
/// A BLAKE3 digest of 32 bytes, held inline. It names file contents, keys, manifests and results. The default value is
/// 32 zero bytes, which no input is known to hash to. Equality takes the same time whatever the bytes are.
/// </summary>
public readonly struct Digest : IEquatable<Digest>
{
    /// <summary>The length of a digest in bytes.</summary>
    public const int Size = 32;

    /// <summary>The length of a digest written in hexadecimal, in ASCII characters.</summary>
    public const int HexSize = 2 * Size;

    // The bytes in memory order: on any machine, a copy of this struct's memory is the digest.
    private readonly ulong _first;
    private readonly ulong _second;
    private readonly ulong _third;
    private readonly ulong _fourth;

    private static ReadOnlySpan<byte> HexDigits => "0123456789abcdef"u8;

    private Digest(ReadOnlySpan<byte> bytes)
    {
        bytes = bytes[..Size];
        _first = MemoryMarshal.Read<ulong>(bytes);
        _second = MemoryMarshal.Read<ulong>(bytes[8..]);
        _third = MemoryMarshal.Read<ulong>(bytes[16..]);
        _fourth = MemoryMarshal.Read<ulong>(bytes[24..]);
    }

    /// <summary>The first eight bytes as a number: enough to tell the keys of a store apart where taking two for one does no harm.</summary>
    internal ulong Prefix => _first;

    /// <summary>The digest of the given bytes.</summary>
    public static Digest Of(ReadOnlySpan<byte> input)
    {
        Span<byte> bytes = stackalloc byte[Size];
        Blake3.Hash(input, bytes);
        return FromBytes(bytes);
    }

    /// <summary>Reads a digest from the first <see cref="Size"/> bytes; throws when there are fewer.</summary>
    public static Digest FromBytes(ReadOnlySpan<byte> bytes) => new(bytes);

    /// <summary>
    /// Reads a digest from exactly <see cref="HexSize"/> hexadecimal ASCII characters of either case; false, and the
    /// default value, for anything else.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> hex, out Digest digest)
    {
        digest = default;
        if (hex.Length != HexSize)
            return false;

        Span<byte> bytes = stackalloc byte[Size];
        for (var i = 0; i < Size; i++)
        {
            var value = (HexValue(hex[2 * i]) << 4) | HexValue(hex[2 * i + 1]);
            if (value < 0)
                return false;
            bytes[i] = (byte)value;
        }

        digest = FromBytes(bytes);
        return true;
    }

    /// <summary>Writes the digest into the first <see cref="Size"/> bytes; throws when there are fewer.</summary>
    public void CopyTo(Span<byte> destination) => MemoryMarshal.Write(destination, in this);

    /// <summary>
    /// Writes the digest as lower-case hexadecimal into the first <see cref="HexSize"/> bytes; throws when there are fewer.
    /// </summary>
    public void WriteHex(Span<byte> ascii)
    {
        Span<byte> bytes = stackalloc byte[Size];
        CopyTo(bytes);
        ascii = ascii[..HexSize];
        for (var i = 0; i < Size; i++)
        {
            ascii[2 * i] = HexDigits[bytes[i] >> 4];
            ascii[2 * i + 1] = HexDigits[bytes[i] & 15];
        }
    }

    /// <inheritdoc/>
    public bool Equals(Digest other) =>
        ((_first ^ other._first) | (_second ^ other._second) | (_third ^ other._third) | (_fourth ^ other._fourth)) == 0;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Digest other && Equals(other);

    /// <summary>The first four bytes: those of a cryptographic hash are as good as any mixture of all.</summary>
    public override int GetHashCode() => (int)(BitConverter.IsLittleEndian ? _first : BinaryPrimitives.ReverseEndianness(_first));

    /// <summary>The digest as 64 lower-case hexadecimal characters.</summary>
    public override string ToString()
    {
        Span<byte> ascii = stackalloc byte[HexSize];
        WriteHex(ascii);
        return Encoding.ASCII.GetString(ascii);
    }

    /// <summary>Whether two digests are the same 32 bytes.</summary>
    public static bool operator ==(Digest left, Digest right) => left.Equals(right);

    /// <summary>Whether two digests differ in any byte.</summary>
    public static bool operator !=(Digest left, Digest right) => !left.Equals(right);

    /// <summary>The value of a hexadecimal digit, or a negative number, which stays negative when shifted or combined.</summary>
    private static int HexValue(byte character) => character switch
    {
        >= (byte)'0' and <= (byte)'9' => character - '0',
        >= (byte)'a' and <= (byte)'f' => character - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => character - 'A' + 10,
        _ => -1,
    };
}
