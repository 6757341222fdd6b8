namespace Larder.Caching.Failures;

/// <summary>
/// What stands in messages about anything else than the sources: what the system said (strerror), a fault of the compiler's own, a limit. A
/// source that has these words in an #error is not stored, no more.
/// </summary>
internal static class FailureWords
{
    /// <summary>One a line; in the words of gcc, LLVM and the C library.</summary>
    private static ReadOnlySpan<byte> All =>
        """
        internal compiler error
        compiler bug
        confused by earlier errors
        bug report
        LLVM ERROR
        Stack dump
        out of memory
        memory exhausted
        compilation terminated due to
        cannot execute
        cannot open
        can't open
        could not open
        unable to open
        unable to make
        error opening
        error reading
        error writing
        opening dependency file
        Input/output error
        Cannot allocate memory
        Too many open files
        Too many levels of symbolic links
        Stale file handle
        No space left on device
        Disk quota exceeded
        Permission denied
        Operation not permitted
        Interrupted system call
        Resource temporarily unavailable
        Connection timed out
        Transport endpoint
        Segmentation fault
        Bus error
        Killed
        Terminated
        Is a directory
        Not a directory
        File name too long
        is a block device
        is too large
        shorter than expected
        changed size
        """u8;

    internal static bool SpeakOfSurroundings(ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> rest = All;
        while (!rest.IsEmpty)
        {
            int end = rest.IndexOf((byte)'\n');
            ReadOnlySpan<byte> words = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
            if (line.IndexOf(words.TrimEnd((byte)'\r')) >= 0)
                return true;
        }

        return false;
    }
}
