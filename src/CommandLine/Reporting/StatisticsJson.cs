using Larder.CommandLine.Text;

namespace Larder.CommandLine.Reporting;

/// <summary>
/// The statistics for programs. "counters" has <see cref="CounterRows.Main"/> always and others once they are not zero;
/// "options" has, by option, how often it made a compile uncacheable; "zeroed_at" is in seconds since the epoch, or null;
/// "max_size_bytes" and "max_files" are 0 for no limit. "shared" are results that were stored and not written, as their content stood already. "kept_for_users" is
/// what a daemon keeps for clients that it can't work for, as far as this user may look. "lower_directories" are those of lower_dir, "problem" being null for one
/// that can be read.
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
        });
}
