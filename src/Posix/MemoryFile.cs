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
}
