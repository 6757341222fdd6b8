using Larder.Posix;

namespace Larder.CommandLine.Reports;

/// <summary>Writes a file that is there whole or not at all; what stood there before is replaced at the end.</summary>
internal static class WholeFile
{
    private const uint NewFileMode = 0x1B6; // 0666

    /// <summary>Returns an error number.</summary>
    /// <param name="path">Where. A link leads to the file that is replaced; what is no file (a pipe, /dev/stdout) is written to.</param>
    /// <param name="content">What.</param>
    internal static int Write(byte[] path, ReadOnlySpan<byte> content)
    {
        bool isThere = FileSystem.Stat(path, out FileStatus status) == Errno.None;
        if (isThere && !status.IsRegular)
            return WriteInto(path, OpenFlags.WriteOnly, content);
        byte[] target = isThere && FileSystem.RealPath(path) is { } real ? real : path;
        byte[] suffix = new byte[8];
        RandomNames.Fill(suffix);
        byte[] temporary = ByteString.Concat(target, "."u8, suffix);
        int error = WriteInto(temporary, OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.Exclusive, content);
        if (error == Errno.None)
            error = FileSystem.Rename(temporary, target);
        if (error is not (Errno.None or Errno.Exists))
            FileSystem.Unlink(temporary);
        return error;
    }

    private static int WriteInto(byte[] path, OpenFlags flags, ReadOnlySpan<byte> content)
    {
        int error = FileSystem.Open(path, flags, out FileDescriptor file, NewFileMode);
        if (error != Errno.None)
            return error;
        using (file)
            return file.WriteAll(content);
    }
}
