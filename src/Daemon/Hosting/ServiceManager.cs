using System.Buffers.Text;
using System.Text;
using Larder.Posix;

namespace Larder.Daemon.Hosting;

/// <summary>
/// What systemd hands over and wants to hear: sockets that it listens on (sd_listen_fds(3)), and how the service is (sd_notify(3)), one
/// datagram each. Without systemd all of this is nothing.
/// </summary>
internal sealed class ServiceManager
{
    private const int FirstDescriptor = 3;

    private readonly byte[]? _notifySocket;

    internal ServiceManager(ProcessEnvironment environment)
    {
        _notifySocket = environment.Get("NOTIFY_SOCKET"u8);
        Listeners = Descriptors(environment);
        WatchdogInterval = Watchdog(environment);
    }

    /// <summary>The descriptors that were handed over; whether they are sockets is to be looked at.</summary>
    internal FileDescriptor[] Listeners { get; }

    /// <summary>How often to call <see cref="Alive"/>: half of the time after which the service counts as hung. Zero: never.</summary>
    internal TimeSpan WatchdogInterval { get; }

    /// <summary>The socket answers.</summary>
    internal void Ready(string status) => Notify("READY=1\nSTATUS=" + status);

    internal void Status(string status) => Notify("STATUS=" + status);

    internal void Stopping(string status) => Notify("STOPPING=1\nSTATUS=" + status);

    internal void Alive() => Notify("WATCHDOG=1");

    private void Notify(string message)
    {
        // Where it can't be sent there is nobody to tell that to.
        if (_notifySocket is { Length: > 0 } path)
            _ = UnixListener.SendDatagram(path, Encoding.UTF8.GetBytes(message));
    }

    private static FileDescriptor[] Descriptors(ProcessEnvironment environment)
    {
        // The variables are inherited by children, for whom the descriptors aren't.
        if (Number(environment.Get("LISTEN_PID"u8)) != User.ProcessId)
            return [];
        long count = Number(environment.Get("LISTEN_FDS"u8));
        if (count is <= 0 or > 64)
            return [];
        FileDescriptor[] descriptors = new FileDescriptor[count];
        for (int i = 0; i < descriptors.Length; i++)
        {
            descriptors[i] = new FileDescriptor(FirstDescriptor + i);
            UnixListener.KeepFromChildren(descriptors[i]);
        }

        return descriptors;
    }

    private static TimeSpan Watchdog(ProcessEnvironment environment)
    {
        byte[]? pid = environment.Get("WATCHDOG_PID"u8);
        long microseconds = Number(environment.Get("WATCHDOG_USEC"u8));
        bool isOurs = pid is null || Number(pid) == User.ProcessId;
        return isOurs && microseconds is > 0 and < 1_000_000L * 86400 * 366 ? TimeSpan.FromMicroseconds(microseconds / 2.0) : TimeSpan.Zero;
    }

    private static long Number(byte[]? text) =>
        text is not null && Utf8Parser.TryParse(text, out long number, out int used) && used == text.Length ? number : -1;
}
