using System.Text;

namespace Larder.Storage.Tests.Support;

/// <summary>Keys and contents for tests.</summary>
internal static class Samples
{
    internal static Digest Key(string name) => Digest.Of(Encoding.UTF8.GetBytes(name));

    internal static byte[] Text(int length)
    {
        byte[] text = new byte[length];
        for (int i = 0; i < length; i++)
            text[i] = (byte)("/usr/include/header.h\n"[(i + (i / 97)) % 22] + (i % 7 == 0 ? 1 : 0));
        return text;
    }

    internal static byte[] Noise(int length, int seed = 1)
    {
        byte[] noise = new byte[length];
        new Random(seed).NextBytes(noise);
        return noise;
    }
}
