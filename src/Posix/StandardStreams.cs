namespace Larder.Posix;

/// <summary>Standard output and standard error, written to directly: no encodings, no buffers, no Console.</summary>
public static class StandardStreams
{
    public static FileDescriptor Output => new(1);

    public static FileDescriptor Error => new(2);

    /// <summary>Whether both lead to the same file, pipe or terminal.</summary>
    public static bool AreOneFile =>
        Output.Stat(out FileStatus output) == Errno.None && Error.Stat(out FileStatus error) == Errno.None && output.IsSameFileAs(in error);

    /// <summary>
    /// Keeps the numbers 0, 1 and 2 from being given to files of ours where the caller closed them: a message would end up in such
    /// a file. Programs that are executed find them closed, as this one did.
    /// </summary>
    public static void Reserve()
    {
        const int GetDescriptorFlags = 1; // F_GETFD
        for (int fd = 0; fd <= 2; fd++)
        {
            // The lowest free number is what open(2) gives. Not closed again on purpose; close-on-exec does that.
            if (NativeMethods.fcntl(fd, GetDescriptorFlags) < 0)
                FileSystem.Open("/dev/null"u8, OpenFlags.ReadWrite, out _);
        }
    }

    /// <summary>Writes text as UTF-8 to standard output.</summary>
    public static void Print(string text) => Output.WriteAll(System.Text.Encoding.UTF8.GetBytes(text));

    /// <summary>Writes text as UTF-8 to standard error.</summary>
    public static void Complain(string text) => Error.WriteAll(System.Text.Encoding.UTF8.GetBytes(text));
}
