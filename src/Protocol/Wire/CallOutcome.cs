namespace Larder.Protocol.Wire;

/// <summary>How a call ended, and with what.</summary>
public readonly struct CallOutcome
{
    private CallOutcome(CallState state) => State = state;

    public CallState State { get; }

    /// <summary>The message's bytes, the caller's to keep; empty unless <see cref="CallState.Reply"/>.</summary>
    public ReadOnlyMemory<byte> Reply { get; private init; }

    /// <summary>The server's error, where <see cref="CallState.Status"/>: never <see cref="GrpcStatusCode.Ok"/>.</summary>
    public GrpcStatusCode Code { get; private init; }

    /// <summary>Its words for people, UTF-8 as a rule.</summary>
    public ReadOnlyMemory<byte> Message { get; private init; }

    /// <summary>Why, where <see cref="CallState.Broken"/>.</summary>
    public BrokenReason Reason { get; private init; }

    /// <summary>The error number, where the reason is <see cref="BrokenReason.Transport"/>.</summary>
    public int Error { get; private init; }

    internal static CallOutcome TimedOut => new(CallState.TimedOut);

    internal static CallOutcome Replied(ReadOnlyMemory<byte> reply) => new(CallState.Reply) { Reply = reply };

    internal static CallOutcome Failed(GrpcStatusCode code, ReadOnlyMemory<byte> message) =>
        new(CallState.Status) { Code = code, Message = message };

    internal static CallOutcome Broken(BrokenReason reason, int error) => new(CallState.Broken) { Reason = reason, Error = error };
}
