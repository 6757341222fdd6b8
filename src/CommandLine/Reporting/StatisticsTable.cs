using Larder.CommandLine.Text;
using Larder.Posix;
using Larder.Storage;

namespace Larder.CommandLine.Reporting;

/// <summary>
/// The statistics for people:
/// <code>
/// Cacheable calls            12
///   Hits                      8  66.7 %
///     direct                  7
///     preprocessed            1
///   Misses                    4  33.3 %
/// Time saved          3 min 5 s  of the compilers' 3 min 23 s
/// Not cached                  3
///   called_for_link           3
/// Errors                      0
/// Cache size            1.2 GiB  12.0 % of 10 GiB
///   Files                   160
///   Shared results           12  96 KiB not written
/// Kept for users        24 MiB  51 files of 2 users
/// Counted since         the beginning
/// Cache directory       /home/me/.cache/larder
///   below it            /srv/larder
/// </code>
/// </summary>
internal static class StatisticsTable
{
    internal static void Write(StatisticsReport report, TextWriter output)
    {
        ulong hits = report.Sum(CounterGroup.Hit);
        ulong misses = report.Sum(CounterGroup.Miss);
        AlignedTable table = new(false, true, false);
        table.Add("Cacheable calls", (hits + misses).ToString());
        table.Add("  Hits", hits.ToString(), Quantity.Share(hits, hits + misses));
        AddRows(table, report, CounterGroup.Hit, "    ");
        table.Add("  Misses", misses.ToString(), Quantity.Share(misses, hits + misses));
        AddRows(table, report, CounterGroup.Miss, "    ");
        AddRows(table, report, CounterGroup.AboutMisses, "    ");
        StatisticsSums sums = report.Snapshot.Sums;
        if (sums.Requests > 0)
            table.Add("Time saved", TimeText.Of(sums.Saved), $"of the compilers' {TimeText.Of(sums.Saved + sums.Spent)}");
        table.Add("Not cached", report.Sum(CounterGroup.NotCached).ToString());
        AddRows(table, report, CounterGroup.NotCached, "  ");
        foreach ((byte[] name, ulong value) in report.Named)
            table.Add("    " + ByteText.Show(name), value.ToString());
        table.Add("Errors", report.Sum(CounterGroup.Trouble).ToString());
        AddRows(table, report, CounterGroup.Trouble, "  ");
        AddStore(table, report);
        table.WriteTo(output);
        output.WriteLine("Counted since    " + (report.ZeroedAt == 0 ? "the beginning" : Quantity.Time(report.ZeroedAt)));
        output.WriteLine("Cache directory  " + ByteText.Show(report.Settings.Directory));
        foreach ((byte[] directory, int error) in report.Lower)
            output.WriteLine("  below it       " + ByteText.Show(directory) + (error == Errno.None ? string.Empty : $" (not used: {Errno.Describe(error)})"));
    }

    private static void AddStore(AlignedTable table, StatisticsReport report)
    {
        long size = report.Size.Bytes;
        long limit = report.Settings.MaxSize;
        string share = limit == 0 ? "no limit" : Quantity.Share((ulong)Math.Max(size, 0), (ulong)limit) + " of " + Quantity.Bytes(limit);
        table.Add("Cache size", Quantity.Bytes(size), share);
        string files = report.Settings.MaxFiles == 0 ? string.Empty : "of " + report.Settings.MaxFiles.ToString();
        table.Add("  Files", report.Size.Files.ToString(), files);
        AddRows(table, report, CounterGroup.Store, "  ");
        if (report.Shared.Results > 0)
            table.Add("  Shared results", report.Shared.Results.ToString(), Quantity.Bytes((long)report.Shared.Bytes) + " not written");
        (int users, StoreSize kept) = report.Kept;
        if (users > 0)
            table.Add("Kept for users", Quantity.Bytes(kept.Bytes), $"{Quantity.Of(kept.Files, "file", "files")} of {Quantity.Of(users, "user", "users")}");
    }

    private static void AddRows(AlignedTable table, StatisticsReport report, CounterGroup group, string indent)
    {
        foreach ((string name, ulong value) in report.Of(group))
            table.Add(indent + name, value.ToString());
    }
}
