using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Larder.Posix;

/// <summary>An open file. Disposing closes it; a copy must not be used afterwards.</summary>
public readonly unsafe struct FileDescriptor(int value) : IDisposable
{
    private const int BlockSize = 256 * 1024;

    /// <summary>No open file.</summary>
    public static FileDescriptor None => new(-1);

    /// <summary>The kernel's number, -1 for none.</summary>
    public int Value { get; } = value;

    public bool IsOpen => Value >= 0;

    public void Dispose()
    {
        if (Value < 0)
            return;
        int result = NativeMethods.close(Value);

        // What is closed twice would one day close another thread's file, which has got the number in between.
        Debug.Assert(result == 0 || Marshal.GetLastPInvokeError() != Errno.BadDescriptor, "a file is closed twice");
    }

    public int Stat(out FileStatus status) => FileSystem.StatDescriptor(Value, out status);

    /// <summary>read(2), repeated where a signal interrupts it. Bytes read (0: the end), or -1 and an error number.</summary>
    public int Read(Span<byte> buffer, out int error)
    {
        fixed (byte* p = buffer)
        {
            while (true)
            {
                nint n = NativeMethods.read(Value, p, (nuint)buffer.Length);
                error = n < 0 ? Marshal.GetLastPInvokeError() : Errno.None;
                if (error != Errno.Interrupted)
                    return (int)n;
            }
        }
    }

    /// <summary>pread(2) until the buffer is full or the file ends. Bytes read, or -1.</summary>
    public int ReadAt(long offset, Span<byte> buffer)
    {
        int done = 0;
        fixed (byte* p = buffer)
        {
            while (done < buffer.Length)
            {
                nint n = NativeMethods.pread(Value, p + done, (nuint)(buffer.Length - done), offset + done);
                if (n < 0 && Marshal.GetLastPInvokeError() == Errno.Interrupted)
                    continue;
                if (n < 0)
                    return -1;
                if (n == 0)
                    break;
                done += (int)n;
            }
        }

        return done;
    }

    /// <summary>Reads from the current position to the end. Null where that fails or it is longer than the limit.</summary>
    public byte[]? ReadToEnd(out int error, long limit = int.MaxValue / 2)
    {
        error = Stat(out FileStatus status);
        if (error != Errno.None)
            return null;
        if (status.IsDirectory)
        {
            error = Errno.IsADirectory;
            return null;
        }

        if (status.Size > limit)
        {
            error = Errno.Invalid;
            return null;
        }

        // One byte more than the size, so that the read that fills the buffer also proves the end.
        byte[] content = GC.AllocateUninitializedArray<byte>((int)status.Size + 1);
        int length = 0;
        while (true)
        {
            if (length == content.Length)
            {
                if (length >= limit)
                {
                    error = Errno.Invalid;
                    return null;
                }

                Array.Resize(ref content, (int)Math.Min(Math.Max(length * 2L, BlockSize), limit + 1));
            }

            int n = Read(content.AsSpan(length), out error);
            if (n < 0)
                return null;
            if (n == 0)
                break;
            length += n;
        }

        if (length != content.Length)
            Array.Resize(ref content, length);
        return content;
    }

    /// <summary>write(2) until all is written; waits where the other end of a pipe that does not block is slow.</summary>
    public int WriteAll(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* p = bytes)
        {
            int done = 0;
            while (done < bytes.Length)
            {
                nint n = NativeMethods.write(Value, p + done, (nuint)(bytes.Length - done));
                if (n < 0)
                {
                    int error = Marshal.GetLastPInvokeError();
                    if (error == Errno.Interrupted || (error == Errno.TryAgain && WaitUntilWritable()))
                        continue;
                    return error;
                }

                done += (int)n;
            }

            return Errno.None;
        }
    }

    /// <summary>poll(2), without a limit.</summary>
    private bool WaitUntilWritable()
    {
        const short PollOut = 4;
        PollEntry entry = new() { Descriptor = Value, Events = PollOut };
        int result;
        do
            result = NativeMethods.poll(&entry, 1, -1);
        while (result < 0 && Marshal.GetLastPInvokeError() == Errno.Interrupted);
        return result > 0;
    }

    /// <summary>One write(2), which O_APPEND makes atomic on local file systems. False where it failed or was cut short.</summary>
    public bool WriteOnce(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* p = bytes)
        {
            while (true)
            {
                nint n = NativeMethods.write(Value, p, (nuint)bytes.Length);
                if (n >= 0 || Marshal.GetLastPInvokeError() != Errno.Interrupted)
                    return n == bytes.Length;
            }
        }
    }

    /// <summary>pwrite(2) in one call. False where it failed or was cut short.</summary>
    public bool WriteAt(long offset, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* p = bytes)
            return NativeMethods.pwrite(Value, p, (nuint)bytes.Length, offset) == bytes.Length;
    }

    /// <summary>The current position (after a write with O_APPEND: the end of what was written), or -1.</summary>
    public long Position => NativeMethods.lseek(Value, 0, 1);

    /// <summary>Moves the position to an offset from the start.</summary>
    public long Seek(long offset) => NativeMethods.lseek(Value, offset, 0);

    public int Truncate(long length) =>
        NativeMethods.ftruncate(Value, length) == 0 ? Errno.None : Marshal.GetLastPInvokeError();

    /// <summary>fdatasync(2): what was written is where others see it, or the error says that it is not.</summary>
    public int Synchronize() => NativeMethods.fdatasync(Value) == 0 ? Errno.None : Marshal.GetLastPInvokeError();

    public int ChangeMode(uint mode) =>
        NativeMethods.fchmod(Value, mode) == 0 ? Errno.None : Marshal.GetLastPInvokeError();

    public bool IsTerminal => NativeMethods.isatty(Value) == 1;

    /// <summary>Programs that this process starts, or becomes, have it open too.</summary>
    public void ShareWithChildren()
    {
        const int SetDescriptorFlags = 2; // F_SETFD; without FD_CLOEXEC
        NativeMethods.fcntl(Value, SetDescriptorFlags, 0);
    }

    /// <summary>poll(2) until there is something to read, the other end is closed, or the time is over (then false).</summary>
    public bool WaitUntilReadable(int milliseconds)
    {
        const short PollIn = 1;
        PollEntry entry = new() { Descriptor = Value, Events = PollIn };
        long end = Clock.Monotonic.TotalNanoseconds + (milliseconds * 1_000_000L);
        while (true)
        {
            int result = NativeMethods.poll(&entry, 1, milliseconds);
            if (result >= 0 || Marshal.GetLastPInvokeError() != Errno.Interrupted)
                return result > 0;
            milliseconds = (int)Math.Max(0, (end - Clock.Monotonic.TotalNanoseconds) / 1_000_000);
        }
    }

    /// <summary>flock(2), exclusive, waiting in the kernel. The lock ends when the file is closed, or its holder dies.</summary>
    public bool LockExclusive()
    {
        const int LockEx = 2;
        int result;
        do
            result = NativeMethods.flock(Value, LockEx);
        while (result != 0 && Marshal.GetLastPInvokeError() == Errno.Interrupted);
        return result == 0;
    }

    /// <summary>flock(2), exclusive, without waiting: false where another holds it.</summary>
    public bool TryLockExclusive() => TryLockExclusive(out _);

    /// <summary>As <see cref="TryLockExclusive()"/>, with the error number: EAGAIN where another holds it.</summary>
    public bool TryLockExclusive(out int error)
    {
        const int LockExNonBlocking = 2 | 4;
        error = NativeMethods.flock(Value, LockExNonBlocking) == 0 ? Errno.None : Marshal.GetLastPInvokeError();
        return error == Errno.None;
    }
}
