using Larder.CommandLine.Text;

namespace Larder.CommandLine.Reporting;

/// <summary>
/// The statistics for programs. "counters" has <see cref="CounterRows.Main"/> always and others once they are not zero;
/// "options" has, by option, how often it made a compile uncacheable; "zeroed_at" is in seconds since the epoch, or null;
/// "max_size_bytes" and "max_files" are 0 for no limit; sizes are null where they are not known.
/// </summary>
internal static class StatisticsJson
{
    internal static void Write(StatisticsReport report, TextWriter output) =>
        JsonText.Write(output, json =>
        {
            json.WriteStartObject("counters");
            foreach ((string name, (CounterGroup _, ulong value)) in report.Counters)
                json.WriteNumber(name, value);
            json.WriteEndObject();

            json.WriteStartObject("options");
            foreach ((byte[] name, ulong value) in report.Named)
                json.WriteNumber(JsonText.Of(name), value);
            json.WriteEndObject();

            WriteNumber("size_bytes", report.Snapshot.Bytes, report.Snapshot.IsSizeKnown);
            WriteNumber("files", report.Snapshot.Files, report.Snapshot.IsSizeKnown);
            json.WriteNumber("max_size_bytes", report.Settings.MaxSize);
            json.WriteNumber("max_files", report.Settings.MaxFiles);
            WriteNumber("zeroed_at", report.Snapshot.ZeroedAt, report.Snapshot.ZeroedAt != 0);
            json.WriteString("directory", JsonText.Of(report.Settings.Directory));

            void WriteNumber(string name, long value, bool isKnown)
            {
                if (isKnown)
                    json.WriteNumber(name, value);
                else
                    json.WriteNull(name);
            }
        });
}
