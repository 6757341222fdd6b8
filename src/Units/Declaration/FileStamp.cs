using Larder.Posix;
using Larder.Units.Files;
using Larder.Units.StateFiles;

namespace Larder.Units.Declaration;

/// <summary>What tells that a file is as it was, without reading it. The default value equals that of no file that is there.</summary>
/// <param name="Inode">With the device's number mixed in.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Modified">Nanoseconds since the epoch.</param>
/// <param name="Changed">The same of the inode (ctime).</param>
internal readonly record struct FileStamp(long Inode, long Size, long Modified, long Changed)
{
    /// <summary>Bytes that it takes where it is written.</summary>
    internal const int WrittenSize = 4 * sizeof(long);

    /// <summary>Of what stands at a path, links followed; the default value: nothing.</summary>
    internal static FileStamp Of(string path) => PlainFiles.Stat(path, out FileStatus status)
        ? new FileStamp((long)(status.Inode ^ (status.Device << 40)), status.Size, status.Modified.TotalNanoseconds, status.Changed.TotalNanoseconds)
        : default;

    /// <summary>
    /// This one, or the default value where a change of the file might yet leave it as it is: what is changed within one tick of the kernel's clock bears one time.
    /// </summary>
    /// <param name="before">Time of that clock before the file was looked at.</param>
    internal FileStamp IfSettled(TimeSpec before) => Changed < before.TotalNanoseconds ? this : default;

    internal void Write(StateWriter writer)
    {
        writer.Number(Inode);
        writer.Number(Size);
        writer.Number(Modified);
        writer.Number(Changed);
    }

    internal static FileStamp Read(StateReader reader) => new(reader.Number(), reader.Number(), reader.Number(), reader.Number());
}
