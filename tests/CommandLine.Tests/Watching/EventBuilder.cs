using System.Text;
using Larder.CommandLine.Watching;
using Larder.Protocol.Messages;
using Larder.Storage;

namespace Larder.CommandLine.Tests.Watching;

/// <summary>An event as a daemon would send it, field by field.</summary>
internal sealed class EventBuilder
{
    private readonly List<byte> _bytes = [];

    internal EventBuilder(ulong session, Counter reason, string source, string directory = "/home")
    {
        Number(1, session).Text(2, "/usr/bin/gcc").Text(3, source).Text(4, directory).Number(5, (ulong)reason);
    }

    internal EventBuilder Detail(string detail) => Text(6, detail);

    internal EventBuilder Took(string stage, double milliseconds)
    {
        EventBuilder inner = new(0, Counter.None, "");
        inner._bytes.Clear();
        inner.Text(1, stage).Number(2, (ulong)(milliseconds * 1_000_000));
        return Bytes(8, [.. inner._bytes]);
    }

    internal EventBuilder Saved(double milliseconds) => Number(10, (ulong)(milliseconds * 1_000_000));

    internal EventBuilder Named(string session) => Text(11, session);

    internal EventBuilder Number(int field, ulong value)
    {
        Varint((ulong)field << 3);
        Varint(value);
        return this;
    }

    internal WatchEvent Read() => WatchEvent.Read(_bytes.ToArray())!;

    internal WatchedCompile At(DateTimeOffset time, string? explanation = null) => new(Read(), time, explanation);

    private EventBuilder Text(int field, string text) => Bytes(field, Encoding.UTF8.GetBytes(text));

    private EventBuilder Bytes(int field, byte[] bytes)
    {
        Varint(((ulong)field << 3) | 2);
        Varint((ulong)bytes.Length);
        _bytes.AddRange(bytes);
        return this;
    }

    private void Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            _bytes.Add((byte)(value | 0x80));
        _bytes.Add((byte)value);
    }
}
