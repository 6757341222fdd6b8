namespace Larder.Units.Derivations;

/// <summary>Nix's own base 32 (libutil/hash.cc): digits and letters without e, o, u and t, the last bits first.</summary>
internal static class Nix32
{
    private const string Characters = "0123456789abcdfghijklmnpqrsvwxyz";
    private const int BitsPerCharacter = 5;

    internal static bool IsDigit(char c) => Characters.Contains(c, StringComparison.Ordinal);

    internal static string Encode(ReadOnlySpan<byte> bytes)
    {
        int length = ((bytes.Length * 8) + BitsPerCharacter - 1) / BitsPerCharacter;
        char[] text = new char[length];
        for (int n = 0; n < length; n++)
        {
            int bit = n * BitsPerCharacter;
            (int at, int shift) = (bit / 8, bit % 8);
            int value = bytes[at] >> shift;
            if (shift > 8 - BitsPerCharacter && at + 1 < bytes.Length)
                value |= bytes[at + 1] << (8 - shift);
            text[length - 1 - n] = Characters[value & 31];
        }

        return new string(text);
    }
}
