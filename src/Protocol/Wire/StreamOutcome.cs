namespace Larder.Protocol.Wire;

/// <summary>The next message of a stream, or why there is none.</summary>
public readonly struct StreamOutcome
{
    private StreamOutcome(StreamState state) => State = state;

    public StreamState State { get; }

    /// <summary>The message's bytes, the caller's to keep; empty unless <see cref="StreamState.Message"/>.</summary>
    public ReadOnlyMemory<byte> Message { get; private init; }

    /// <summary>The server's error, where <see cref="StreamState.Status"/>: never <see cref="GrpcStatusCode.Ok"/>.</summary>
    public GrpcStatusCode Code { get; private init; }

    /// <summary>Why, where <see cref="StreamState.Broken"/>.</summary>
    public BrokenReason Reason { get; private init; }

    internal static StreamOutcome Nothing => new(StreamState.Nothing);

    internal static StreamOutcome Ended => new(StreamState.Ended);

    internal static StreamOutcome Of(ReadOnlyMemory<byte> message) => new(StreamState.Message) { Message = message };

    internal static StreamOutcome Failed(GrpcStatusCode code) => new(StreamState.Status) { Code = code };

    internal static StreamOutcome Broken(BrokenReason reason) => new(StreamState.Broken) { Reason = reason };
}
