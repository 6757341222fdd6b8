using System.Runtime.InteropServices;

namespace Larder.Posix;

/// <summary>
/// Who is at the other end of a connected Unix socket, as the kernel noted it at connect(2) or listen(2): unix(7), SO_PEERCRED, struct
/// ucred. Nothing the peer does later (setuid, exec, handing the socket on) changes it.
/// </summary>
/// <param name="ProcessId">0 where the peer lives in a pid namespace that this process can't see.</param>
/// <param name="UserId">Effective, in this process's user namespace; 65534 where it has no number here.</param>
/// <param name="GroupId">Effective.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly unsafe record struct PeerCredentials(int ProcessId, uint UserId, uint GroupId)
{
    private const int SocketLevel = 1;              // SOL_SOCKET
    private const int PeerCredentialsOption = 17;   // SO_PEERCRED
    private const int NoSuchOption = 92;            // ENOPROTOOPT

    /// <summary>0, or an error number: no socket (ENOTSOCK), no Unix socket (the ids are then no one's and this says ENOPROTOOPT).</summary>
    public static int Read(FileDescriptor socket, out PeerCredentials credentials)
    {
        PeerCredentials read = default;
        uint length = (uint)sizeof(PeerCredentials);
        int result = UnixSocketMethods.getsockopt(socket.Value, SocketLevel, PeerCredentialsOption, &read, &length);
        credentials = read;
        if (result != 0)
            return Marshal.GetLastPInvokeError();
        // A socket of another family answers too, with uid and gid -1 and pid 0.
        return length == (uint)sizeof(PeerCredentials) && read.UserId != uint.MaxValue ? Errno.None : NoSuchOption;
    }

    /// <summary>As above, for a socket of the framework's.</summary>
    /// <exception cref="ObjectDisposedException">The handle is closed.</exception>
    public static int Read(SafeHandle socket, out PeerCredentials credentials)
    {
        bool isHeld = false;
        try
        {
            socket.DangerousAddRef(ref isHeld);
            return Read(new FileDescriptor((int)socket.DangerousGetHandle()), out credentials);
        }
        finally
        {
            if (isHeld)
                socket.DangerousRelease();
        }
    }
}
