using System.Buffers.Text;
using Larder.Posix;

namespace Larder.Daemon.Jobs;

/// <summary>MemAvailable of /proc/meminfo (proc_meminfo(5)): the kernel's estimate for starting new programs without swapping.</summary>
internal sealed class MemInfoGauge : IMemoryGauge
{
    /// <summary>In bytes; the file has some 1500.</summary>
    private const int LongestFile = 64 << 10;

    /// <inheritdoc/>
    public long? AvailableBytes =>
        FileSystem.ReadAll("/proc/meminfo"u8, out _, LongestFile) is { } text ? Parse(text) : null;

    /// <summary>Finds "MemAvailable:    1234 kB" at the start of a line; null where there is none, or no such number.</summary>
    internal static long? Parse(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> label = "MemAvailable:"u8;
        foreach (Range line in text.Split((byte)'\n'))
        {
            if (!text[line].StartsWith(label))
                continue;
            ReadOnlySpan<byte> value = text[line][label.Length..].TrimStart((byte)' ');
            return Utf8Parser.TryParse(value, out long kilobytes, out int digits)
                && value[digits..].SequenceEqual(" kB"u8) && kilobytes is >= 0 and <= long.MaxValue / 1024
                    ? kilobytes * 1024
                    : null;
        }

        return null;
    }
}
