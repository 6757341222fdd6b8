using System.Runtime.InteropServices;

namespace Larder.Posix;

/// <summary>A pipe between a process and its child (pipe2(2)); both ends are closed on exec, a spawn passes on what it keeps.</summary>
public static unsafe partial class Pipe
{
    /// <summary>Makes one. An error number.</summary>
    public static int Create(out FileDescriptor reader, out FileDescriptor writer)
    {
        int* ends = stackalloc int[2] { -1, -1 };
        int error = pipe2(ends, (int)OpenFlags.CloseOnExec) == 0 ? Errno.None : Marshal.GetLastPInvokeError();
        reader = new FileDescriptor(ends[0]);
        writer = new FileDescriptor(ends[1]);
        return error;
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int pipe2(int* ends, int flags);
}
