using System.Text;

namespace Larder.Storage.Tests.Support;

/// <summary>Keys and contents for tests.</summary>
internal static class Samples
{
    internal static Digest Key(string name) => Digest.Of(Encoding.UTF8.GetBytes(name));

    /// <summary>Of a request that has just ended.</summary>
    internal static StatisticsFacts Facts(Counter reason, ulong saved = 0, ulong spent = 0, ulong session = 77, ulong group = 5) =>
        new(reason, (uint)DateTimeOffset.UtcNow.ToUnixTimeSeconds(), session, group, saved, spent, 100);

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
