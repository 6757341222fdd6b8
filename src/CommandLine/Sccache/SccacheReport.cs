using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Larder.Caching.Settings;
using Larder.CommandLine.Text;
using Larder.Posix;

namespace Larder.CommandLine.Sccache;

/// <summary>"sccache --show-stats", for people and as JSON: the lines and the names that sccache has.</summary>
internal static class SccacheReport
{
    /// <summary>The width of sccache's column of names.</summary>
    private const int NameWidth = 32;
    private const int ValueWidth = 7;

    private const string Languages = "C/C++";

    internal static void WriteText(SccacheStatistics statistics, CacheSettings settings, TextWriter output)
    {
        Line(output, "Compile requests", statistics.Requests);
        Line(output, "Compile requests executed", statistics.Executed);
        Line(output, "Cache hits", statistics.Hits);
        if (statistics.Hits > 0)
            Line(output, $"Cache hits ({Languages})", statistics.Hits);
        Line(output, "Cache misses", statistics.Misses);
        if (statistics.Misses > 0)
            Line(output, $"Cache misses ({Languages})", statistics.Misses);
        if (statistics.Hits + statistics.Misses > 0)
            Line(output, "Cache hits rate", (100.0 * statistics.Hits / (statistics.Hits + statistics.Misses)).ToString("F2"), "%");
        Line(output, "Cache timeouts", 0);
        Line(output, "Cache read errors", statistics.ReadErrors);
        Line(output, "Forced recaches", statistics.Recaches);
        Line(output, "Cache write errors", statistics.WriteErrors);
        Line(output, "Compilation failures", statistics.Failures);
        Line(output, "Cache errors", statistics.Errors);
        Line(output, "Non-cacheable compilations", statistics.NotStorable);
        Line(output, "Non-cacheable calls", statistics.NotCacheable);
        Line(output, "Non-compilation calls", statistics.NotCompilations);
        Line(output, "Unsupported compiler calls", statistics.UnsupportedCompilers);
        Line(output, "Average cache write", "0.000", "s");
        Line(output, "Average compiler", "0.000", "s");
        Line(output, "Average cache read hit", "0.000", "s");
        Line(output, "Failed distributed compilations", 0);
        if (statistics.Reasons.Count > 0)
        {
            output.WriteLine();
            output.WriteLine("Non-cacheable reasons:");
            foreach ((string reason, ulong value) in statistics.Reasons.OrderByDescending(static reason => reason.Value))
                Line(output, reason, value);
            output.WriteLine();
        }

        output.WriteLine("Cache location".PadRight(NameWidth) + Location(settings));
        (string size, string unit) = Bytes(statistics.Size);
        Line(output, "Cache size", size, unit);
        (string limit, string limitUnit) = Bytes(settings.MaxSize);
        Line(output, "Max cache size", limit, limitUnit);
    }

    internal static void WriteJson(SccacheStatistics statistics, CacheSettings settings, TextWriter output)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteStartObject("stats");
            json.WriteNumber("compile_requests", statistics.Requests);
            json.WriteNumber("requests_unsupported_compiler", statistics.UnsupportedCompilers);
            json.WriteNumber("requests_not_compile", statistics.NotCompilations);
            json.WriteNumber("requests_not_cacheable", statistics.NotCacheable);
            json.WriteNumber("requests_executed", statistics.Executed);
            WriteCounts(json, "cache_errors", statistics.Errors);
            WriteCounts(json, "cache_hits", statistics.Hits);
            WriteCounts(json, "cache_misses", statistics.Misses);
            json.WriteNumber("cache_timeouts", 0);
            json.WriteNumber("cache_read_errors", statistics.ReadErrors);
            json.WriteNumber("non_cacheable_compilations", statistics.NotStorable);
            json.WriteNumber("forced_recaches", statistics.Recaches);
            json.WriteNumber("cache_write_errors", statistics.WriteErrors);
            json.WriteNumber("cache_writes", statistics.Writes);
            WriteDuration(json, "cache_write_duration");
            WriteDuration(json, "cache_read_hit_duration");
            json.WriteNumber("compilations", statistics.Executed - statistics.Hits);
            WriteDuration(json, "compiler_write_duration");
            json.WriteNumber("compile_fails", statistics.Failures);
            json.WriteStartObject("not_cached");
            foreach ((string reason, ulong value) in statistics.Reasons)
                json.WriteNumber(JsonText.Of(ByteText.Encode(reason)), value);
            json.WriteEndObject();
            json.WriteStartObject("dist_compiles");
            json.WriteEndObject();
            json.WriteNumber("dist_errors", 0);
            json.WriteNull("multi_level");
            json.WriteEndObject();
            json.WriteString("cache_location", JsonText.Of(ByteText.Encode(Location(settings))));
            json.WriteNumber("cache_size", Math.Max(statistics.Size, 0));
            json.WriteNumber("max_cache_size", settings.MaxSize);
            json.WriteBoolean("use_preprocessor_cache_mode", !settings.PreprocessorMode);
            json.WriteString("version", SccacheCommands.Version);
            json.WriteStartArray("basedirs");
            foreach (byte[] directory in settings.BaseDirectories)
                json.WriteStringValue(JsonText.Of(directory));
            json.WriteEndArray();
            json.WriteEndObject();
        }

        output.WriteLine(ByteText.Decode(buffer.WrittenSpan));
    }

    private static void WriteCounts(Utf8JsonWriter json, string name, ulong value)
    {
        json.WriteStartObject(name);
        foreach (string counts in (string[])["counts", "adv_counts"])
        {
            json.WriteStartObject(counts);
            if (value > 0)
                json.WriteNumber(counts == "counts" ? Languages : "c/c++", value);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteDuration(Utf8JsonWriter json, string name)
    {
        json.WriteStartObject(name);
        json.WriteNumber("secs", 0);
        json.WriteNumber("nanos", 0);
        json.WriteEndObject();
    }

    private static string Location(CacheSettings settings) => $"Local disk: \"{ByteText.Show(settings.Directory)}\"";

    private static void Line(TextWriter output, string name, ulong value) => Line(output, name, value.ToString(), string.Empty);

    private static void Line(TextWriter output, string name, string value, string unit) =>
        output.WriteLine((name.PadRight(NameWidth) + value.PadLeft(ValueWidth) + " " + unit).TrimEnd());

    /// <summary>Whole numbers of the largest unit of 1024 that leaves one.</summary>
    private static (string Number, string Unit) Bytes(long bytes)
    {
        string[] units = ["bytes", "KiB", "MiB", "GiB", "TiB"];
        double value = bytes;
        int unit = 0;
        while (value >= 1024 && unit < units.Length - 1)
        {
            value /= 1024;
            unit++;
        }

        return (value.ToString("F0"), units[unit]);
    }
}
