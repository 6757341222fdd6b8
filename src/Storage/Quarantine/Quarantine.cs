using System.Text;
using Larder.Posix;

namespace Larder.Storage;

/// <summary>
/// Where entries go that were found to give something else than the compiler, each with a report: <c>DIR/v1/quarantine/TIME-KEY-RANDOM/</c>. Nothing is served from
/// there, and nothing there counts among the entries: not for sizes, limits or eviction. What it may hold is bounded by itself.
/// </summary>
/// <param name="store">The store; reports are in its topmost directory, whichever layer an entry is in.</param>
public sealed class Quarantine(LocalStore store)
{
    /// <summary>Who has so many doesn't need another one. The entries go all the same.</summary>
    public const int MaxReports = 100;

    /// <summary>Together, in bytes. Where there is as much, a report's text alone is written: what it is about can be compiled again.</summary>
    public const long MaxBytes = 256 << 20;

    /// <summary>Of the result's key, in the report's name: enough to tell results apart.</summary>
    private const int KeyDigits = 12;

    private const int RandomDigits = 6;

    /// <summary>The directory, whether or not it is there.</summary>
    public byte[] Directory { get; } = [.. store.Root, .. StoreLayout.Quarantine];

    /// <summary>
    /// A place for one more report; null where there are as many as may be, or nothing may be written. The directory is made with its first file.
    /// </summary>
    /// <param name="result">The key of the result.</param>
    public QuarantineReport? Begin(in Digest result)
    {
        if (store.Options.ReadOnly)
            return null;
        (int reports, long bytes) = Measure();
        if (reports >= MaxReports)
            return null;
        byte[] random = new byte[RandomDigits];
        RandomNames.Fill(random);
        string time = DateTimeOffset.FromUnixTimeSeconds(Clock.Now.Seconds).ToString("yyyyMMdd'T'HHmmss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        string name = $"{time}-{result.ToString()[..KeyDigits]}-{ByteString.Show(random)}";
        return new QuarantineReport(store, ByteString.JoinPath(Directory, Encoding.ASCII.GetBytes(name)), MaxBytes - bytes);
    }

    /// <summary>How many reports there are, and what their files hold, in bytes.</summary>
    public (int Reports, long Bytes) Measure()
    {
        (int reports, long bytes) = (0, 0);
        Visit((in DirectoryReader folder, ReadOnlySpan<byte> path) =>
        {
            if (FileSystem.LinkStat(path, out FileStatus status) == Errno.None)
                bytes += status.Size;
        }, _ => reports++);
        return (reports, bytes);
    }

    /// <summary>Removes all reports. How many went.</summary>
    public int Clear()
    {
        int removed = 0;
        if (store.Options.ReadOnly)
            return removed;
        Visit(
            static (in DirectoryReader folder, ReadOnlySpan<byte> path) => folder.Unlink(ByteString.FileName(path)),
            folder => removed += store.Place.Remove(folder) == Errno.None ? 1 : 0);
        return removed;
    }

    /// <summary>Shows the files of each report, and then the report. What is no directory is left alone.</summary>
    private void Visit(FileVisitor file, Action<byte[]> report)
    {
        if (store.Place.List(Directory, out DirectoryReader all) != Errno.None)
            return;
        using (all)
        {
            while (all.Read())
            {
                byte[] folder = ByteString.JoinPath(Directory, all.Name);
                if (store.Place.List(folder, out DirectoryReader files) != Errno.None)
                    continue;
                using (files)
                {
                    while (files.Read())
                        file(in files, ByteString.JoinPath(folder, files.Name));
                }

                report(folder);
            }
        }
    }

    private delegate void FileVisitor(in DirectoryReader folder, ReadOnlySpan<byte> path);
}
