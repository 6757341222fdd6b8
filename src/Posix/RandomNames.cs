namespace Larder.Posix;

/// <summary>
/// Names for temporary files. Random, since process ids and host names repeat in every sandbox.
/// </summary>
public static unsafe class RandomNames
{
    /// <summary>Fills a span with random lower-case hexadecimal digits.</summary>
    public static void Fill(Span<byte> digits)
    {
        Span<byte> random = stackalloc byte[32];
        fixed (byte* p = random)
        {
            if (NativeMethods.getrandom(p, (nuint)random.Length, 0) != random.Length)
                new Random().NextBytes(random);
        }

        for (int i = 0; i < digits.Length; i++)
            digits[i] = "0123456789abcdef"u8[(random[(i >> 1) % random.Length] >> ((i & 1) * 4)) & 15];
    }
}
