namespace Larder.Protocol.Wire;

/// <summary>
/// The Huffman code of RFC 7541, appendix B. It is canonical: codes of one length are consecutive, and symbols of one length ascend. So
/// the number of codes of each length and the symbols in code order say all of it, in 287 bytes of the image.
/// </summary>
internal static class HpackHuffman
{
    private const int LongestCode = 30;

    // How many codes have 0, 1, … 30 bits. The last of 30 is EOS, which never stands in a string.
    private static ReadOnlySpan<byte> CodesOfLength =>
    [
        0, 0, 0, 0, 0, 10, 26, 32, 6, 0, 5, 3, 2, 6, 2, 3, 0, 0, 0, 3, 8, 13, 26, 29, 12, 4, 15, 19, 29, 0, 4,
    ];

    // The bytes, in the order of their codes.
    private static ReadOnlySpan<byte> Symbols =>
    [
        48, 49, 50, 97, 99, 101, 105, 111, 115, 116, 32, 37, 45, 46, 47, 51, 52, 53, 54, 55,
        56, 57, 61, 65, 95, 98, 100, 102, 103, 104, 108, 109, 110, 112, 114, 117, 58, 66, 67, 68,
        69, 70, 71, 72, 73, 74, 75, 76, 77, 78, 79, 80, 81, 82, 83, 84, 85, 86, 87, 89,
        106, 107, 113, 118, 119, 120, 121, 122, 38, 42, 44, 59, 88, 90, 33, 34, 40, 41, 63, 39,
        43, 124, 35, 62, 0, 36, 64, 91, 93, 126, 94, 125, 60, 96, 123, 92, 195, 208, 128, 130,
        131, 162, 184, 194, 224, 226, 153, 161, 167, 172, 176, 177, 179, 209, 216, 217, 227, 229, 230, 129,
        132, 133, 134, 136, 146, 154, 156, 160, 163, 164, 169, 170, 173, 178, 181, 185, 186, 187, 189, 190,
        196, 198, 228, 232, 233, 1, 135, 137, 138, 139, 140, 141, 143, 147, 149, 150, 151, 152, 155, 157,
        158, 165, 166, 168, 174, 175, 180, 182, 183, 188, 191, 197, 231, 239, 9, 142, 144, 145, 148, 159,
        171, 206, 215, 225, 236, 237, 199, 207, 234, 235, 192, 193, 200, 201, 202, 205, 210, 213, 218, 219,
        238, 240, 242, 243, 255, 203, 204, 211, 212, 214, 221, 222, 223, 241, 244, 245, 246, 247, 248, 250,
        251, 252, 253, 254, 2, 3, 4, 5, 6, 7, 8, 11, 12, 14, 15, 16, 17, 18, 19, 20,
        21, 23, 24, 25, 26, 27, 28, 29, 30, 31, 127, 220, 249, 10, 13, 22,
    ];

    /// <summary>The most bytes that so many coded bytes can stand for: the shortest code has 5 bits.</summary>
    internal static int MaxDecodedLength(int coded) => (int)(coded * 8L / 5);

    /// <summary>
    /// Decodes into room of at least <see cref="MaxDecodedLength"/>. The length, or -1 where the bytes are no string: EOS in them, or an
    /// end that is not the first bits of EOS, fewer than 8 (section 5.2).
    /// </summary>
    internal static int Decode(ReadOnlySpan<byte> coded, Span<byte> room)
    {
        int length = 0;
        int code = 0;       // the bits of the symbol begun
        int bits = 0;       // how many
        int first = 0;      // the first code of this many bits
        int before = 0;     // how many symbols have shorter codes
        foreach (byte octet in coded)
        {
            for (int shift = 7; shift >= 0; shift--)
            {
                code = (code << 1) | ((octet >> shift) & 1);
                first <<= 1;
                bits++;
                int count = CodesOfLength[bits];
                if (code - first < count)
                {
                    int symbol = before + code - first;
                    if (symbol >= Symbols.Length)
                        return -1;
                    room[length++] = Symbols[symbol];
                    code = bits = first = before = 0;
                }
                else if (bits == LongestCode)
                {
                    return -1;
                }
                else
                {
                    first += count;
                    before += count;
                }
            }
        }

        return bits < 8 && code == (1 << bits) - 1 ? length : -1;
    }
}
