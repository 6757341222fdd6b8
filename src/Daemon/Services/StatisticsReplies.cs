using Larder.Daemon.Messages;
using Larder.Storage;
using Bytes = Google.Protobuf.ByteString;

namespace Larder.Daemon.Services;

/// <summary>Statistics as a message.</summary>
internal static class StatisticsReplies
{
    internal static GetStatisticsReply Of(StatisticsSnapshot snapshot)
    {
        GetStatisticsReply reply = new() { Size = snapshot.Bytes, Files = snapshot.Files, Zeroed = snapshot.ZeroedAt };
        foreach ((ushort id, ulong value) in snapshot.Counters)
            reply.Counters.Add(new CounterValue { Counter = id, Value = (long)value });
        foreach ((byte[] name, ulong value) in snapshot.Named)
            reply.Named.Add(new NamedValue { Name = Bytes.CopyFrom(name), Value = (long)value });
        return reply;
    }
}
