using Larder.Caching.Settings;
using Larder.Posix;

namespace Larder.Caching.Running;

/// <summary>
/// A job slot of the build of units that this compile is part of (Units/Scheduling/JobBudget has the protocol): asked for where a compiler is about to
/// run, never for a hit. Elsewhere nothing is asked, which is known by one look into the environment.
/// </summary>
public readonly struct JobSlot : IDisposable
{
    /// <summary>In milliseconds. A build that starts a thousand compilers at once may fill the queue of the socket for a moment.</summary>
    private const int ConnectLimit = 2000;

    private readonly UnixSocket _connection;

    private JobSlot(UnixSocket connection) => _connection = connection;

    private static JobSlot None => new(new UnixSocket(-1));

    /// <summary>Waits for a slot. Any trouble is as good as having one: a build never fails for it.</summary>
    /// <param name="environment">Where the variable may be.</param>
    /// <param name="staysWithProgram">This process becomes the compiler, which holds the slot to its end.</param>
    public static JobSlot Take(ProcessEnvironment environment, bool staysWithProgram = false)
    {
        if (environment.Get(OwnVariables.JobSlots) is not { } value || value.AsSpan().IndexOf((byte)':') is var colon && colon < 0)
            return None;
        ReadOnlySpan<byte> owner = value.AsSpan(0, colon);
        UnixSocketDeadline forConnecting = UnixSocketDeadline.In(ConnectLimit);
        UnixSocket connection;
        int error;
        while ((error = UnixSocket.Connect(value.AsSpan(colon + 1), out connection)) == Errno.TryAgain && forConnecting.RemainingMilliseconds > 0)
            Thread.Sleep(1);
        if (error != Errno.None)
            return None;
        JobSlot slot = new(connection);
        Span<byte> granted = stackalloc byte[1];
        if (connection.SendAll(ByteString.Concat(owner, "\n"u8), forConnecting) == Errno.None)
        {
            while (connection.Receive(granted, out _) == Errno.TryAgain)
                connection.Wait(UnixSocketEvents.Readable, -1, out _);
        }

        if (staysWithProgram)
            connection.Descriptor.ShareWithChildren();
        return slot;
    }

    /// <summary>The environment of a compiler that has its slot: one that it calls through larder again must not wait for another.</summary>
    public static ProcessEnvironment Without(ProcessEnvironment environment) =>
        environment.Get(OwnVariables.JobSlots) is null ? environment : environment.With(ByteString.Concat(OwnVariables.JobSlots, "="u8));

    public void Dispose()
    {
        if (_connection.IsOpen)
            _connection.Dispose();
    }
}
