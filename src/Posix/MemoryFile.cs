using System.Runtime.InteropServices;

namespace Larder.Posix;

/// <summary>Files that live in memory only (memfd_create(2)): what a child writes is caught without a reader running beside it.</summary>
public static unsafe class MemoryFile
{
    /// <summary>Makes one. An error number.</summary>
    /// <param name="descriptor">The open file.</param>
    /// <param name="inheritable">Children get it under the same number.</param>
    public static int Create(out FileDescriptor descriptor, bool inheritable = false)
    {
        const uint CloseOnExec = 1;
        fixed (byte* name = "larder\0"u8)
        {
            int fd = NativeMethods.memfd_create(name, inheritable ? 0 : CloseOnExec);
            descriptor = new FileDescriptor(fd);
            return fd < 0 ? Marshal.GetLastPInvokeError() : Errno.None;
        }
    }

    /// <summary>Makes one that holds the first bytes of another file, copied by the kernel (sendfile(2)). An error number.</summary>
    public static int CopyOf(FileDescriptor source, long length, out FileDescriptor copy)
    {
        int error = Create(out copy);
        long offset = 0;
        while (error == Errno.None && offset < length)
        {
            nint n = NativeMethods.sendfile(copy.Value, source.Value, &offset, (nuint)(length - offset));
            if (n < 0)
                error = Marshal.GetLastPInvokeError();
            else if (n == 0)
                error = Errno.Io;
            if (error == Errno.Interrupted)
                error = Errno.None;
        }

        if (error != Errno.None)
        {
            copy.Dispose();
            copy = FileDescriptor.None;
        }

        return error;
    }
}
