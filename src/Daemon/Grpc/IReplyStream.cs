namespace Larder.Daemon.Grpc;

/// <summary>The replies of a streaming call, in order. One write at a time; what is written must not be changed afterwards.</summary>
internal interface IReplyStream<in TReply>
{
    /// <summary>Tells the client that the call was accepted, before there is anything to write. Not needed before a write.</summary>
    /// <exception cref="OperationCanceledException">The call is over.</exception>
    public ValueTask StartAsync();

    /// <summary>
    /// Sends one message. Completes when there is room for the next one: a client that doesn't read makes its writer wait.
    /// </summary>
    /// <exception cref="OperationCanceledException">The call is over: cancelled, past its deadline, or ended by its handler.</exception>
    public ValueTask WriteAsync(TReply message);
}
