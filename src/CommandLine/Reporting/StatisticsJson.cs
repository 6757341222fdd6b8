using System.Text.Json;
using Larder.Caching.Metrics;
using Larder.CommandLine.Text;
using Larder.Storage;

namespace Larder.CommandLine.Reporting;

/// <summary>
/// The statistics for programs; docs/statistics.md has every field. "counters" has <see cref="CounterRows.Main"/> always and others once they are not zero;
/// "options" has, by option, how often it made a compile uncacheable; "zeroed_at" is in seconds since the epoch, or null;
/// "max_size_bytes" and "max_files" are 0 for no limit. "shared" are results that were stored and not written, as their content stood already. "kept_for_users" is
/// what a daemon keeps for clients that it can't work for, as far as this user may look. "lower_directories" are those of lower_dir, "problem" being null for one
/// that can be read.
/// </summary>
internal static class StatisticsJson
{
    /// <summary>Of the members that are documented: grows when one changes its meaning or goes; new ones may come without.</summary>
    private const int Schema = 1;

    /// <param name="report">What there is.</param>
    /// <param name="isFull">With the spans of hours and of ten seconds, which are many.</param>
    /// <param name="output">Where it goes.</param>
    internal static void Write(StatisticsReport report, bool isFull, TextWriter output) =>
        JsonText.Write(output, json =>
        {
            json.WriteNumber("schema", Schema);
            json.WriteStartObject("counters");
            foreach ((string name, (CounterGroup _, ulong value)) in report.Counters)
                json.WriteNumber(name, value);
            json.WriteEndObject();

            json.WriteStartObject("options");
            foreach ((byte[] name, ulong value) in report.Named)
                json.WriteNumber(JsonText.Of(name), value);
            json.WriteEndObject();

            json.WriteNumber("size_bytes", report.Size.Bytes);
            json.WriteNumber("files", report.Size.Files);
            json.WriteNumber("max_size_bytes", report.Settings.MaxSize);
            json.WriteNumber("max_files", report.Settings.MaxFiles);
            json.WriteStartObject("shared");
            json.WriteNumber("results", report.Shared.Results);
            json.WriteNumber("size_bytes", report.Shared.Bytes);
            json.WriteEndObject();
            json.WriteStartObject("kept_for_users");
            json.WriteNumber("users", report.Kept.Users);
            json.WriteNumber("size_bytes", report.Kept.Size.Bytes);
            json.WriteNumber("files", report.Kept.Size.Files);
            json.WriteEndObject();
            if (report.ZeroedAt != 0)
                json.WriteNumber("zeroed_at", report.ZeroedAt);
            else
                json.WriteNull("zeroed_at");
            json.WriteString("directory", JsonText.Of(report.Settings.Directory));
            json.WriteStartArray("lower_directories");
            foreach ((byte[] directory, int error) in report.Lower)
            {
                json.WriteStartObject();
                json.WriteString("directory", JsonText.Of(directory));
                json.WriteString("problem", error == Posix.Errno.None ? null : Posix.Errno.Describe(error));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            WriteHistory(json, report.Snapshot, isFull);
        });

    private static void WriteHistory(Utf8JsonWriter json, StatisticsSnapshot snapshot, bool isFull)
    {
        json.WriteStartObject("sums");
        Write(json, snapshot.Sums);
        json.WriteEndObject();
        json.WriteStartArray("groups");
        foreach (HistoryRow row in snapshot.Groups.Where(static row => row.Sums.Requests > 0).OrderByDescending(static row => row.Sums.Requests))
        {
            (string ofNamespace, string compiler) = GroupLabels.Of(in row);
            json.WriteStartObject();
            json.WriteString("namespace", ofNamespace);
            json.WriteString("compiler", compiler);
            Write(json, in row);
        }

        json.WriteEndArray();
        json.WriteStartArray("sessions");
        foreach (HistoryRow row in snapshot.Sessions.OrderByDescending(static row => row.Last))
        {
            json.WriteStartObject();
            json.WriteString("id", row.Id.ToString());
            json.WriteString("name", row.Text.Length > 0 ? JsonText.Of(row.Text) : null);
            Write(json, in row);
        }

        json.WriteEndArray();
        Write(json, "days", snapshot.Days);
        if (!isFull)
            return;
        Write(json, "hours", snapshot.Hours);
        Write(json, "recent", snapshot.Recent);
    }

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyList<HistoryBucket> buckets)
    {
        json.WriteStartArray(name);
        foreach (HistoryBucket bucket in buckets)
        {
            json.WriteStartObject();
            json.WriteNumber("start", bucket.Start);
            Write(json, bucket.Sums);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, in HistoryRow row)
    {
        json.WriteNumber("first", row.First);
        json.WriteNumber("last", row.Last);
        Write(json, row.Sums);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, in StatisticsSums sums)
    {
        json.WriteNumber("hits", sums.Hits);
        json.WriteNumber("misses", sums.Misses);
        json.WriteNumber("uncached", sums.Uncached);
        json.WriteNumber("saved_ms", sums.Saved / 1_000_000);
        json.WriteNumber("spent_ms", sums.Spent / 1_000_000);
        json.WriteNumber("bytes", sums.Bytes);
    }
}
