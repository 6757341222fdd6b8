using Larder.Posix;
using Larder.Protocol.Messages;
using Larder.Protocol.Wire;

namespace Larder.Bench.Tools;

/// <summary>Talks to a daemon by the client that the shim uses.</summary>
internal static class DaemonClient
{
    /// <summary>A daemon answers in less than a millisecond; after this it is broken.</summary>
    private const int AnswerMilliseconds = 10_000;

    /// <summary>Null where nobody listens (yet).</summary>
    internal static DaemonConnection? Connect(byte[] socket) =>
        DaemonConnection.Connect(socket, User.EffectiveId, out var connection, out _) == ConnectState.Connected ? connection : null;

    /// <summary>Asks how it is.</summary>
    /// <exception cref="BenchException">There is no answer, or none that can be read.</exception>
    internal static GetStatusReply Status(DaemonConnection connection) =>
        GetStatusReply.Read(Call(connection, DaemonMethods.GetStatus)) ?? throw new BenchException("larderd's status can't be read");

    /// <summary>Tells it to end.</summary>
    internal static void Shutdown(DaemonConnection connection) => Call(connection, DaemonMethods.Shutdown);

    private static ReadOnlyMemory<byte> Call(DaemonConnection connection, ReadOnlySpan<byte> method)
    {
        var outcome = connection.Call(method, default, UnixSocketDeadline.In(AnswerMilliseconds));
        return outcome.State == CallState.Reply ? outcome.Reply : throw new BenchException($"larderd doesn't answer: {outcome.State}");
    }
}
