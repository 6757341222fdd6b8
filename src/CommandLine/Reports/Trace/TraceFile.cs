using System.Buffers;
using System.Text.Json;
using Larder.Caching;
using Larder.CommandLine.Explaining;
using Larder.CommandLine.Reports.Data;
using Larder.CommandLine.Text;

namespace Larder.CommandLine.Reports.Trace;

/// <summary>
/// The report's jobs as Chrome's trace events, which Perfetto and chrome://tracing show
/// (https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU, "Trace Event Format").
/// </summary>
/// <remarks>
/// Times are in microseconds since the report's beginning, which "otherData" has in milliseconds since the epoch. Per compile an event "X" in the thread of its lane,
/// per call that was not timed an "i" in thread 0, and as counters ("C") how many compilers ran, what requests there were in each span, and the share of hits in it.
/// </remarks>
internal static class TraceFile
{
    private const int Process = 1;

    /// <summary>The thread of what has no duration; lanes begin behind it.</summary>
    private const int Untimed = 0;

    internal static byte[] Write(ReportData data)
    {
        long start = Math.Min(data.Scope.From * 1000, data.Jobs.Count > 0 ? data.Jobs[0].Begin : long.MaxValue);
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartObject();
            json.WriteString("displayTimeUnit", "ms");
            json.WriteStartObject("otherData");
            json.WriteString("generator", "larder " + CommandLineInterface.Version);
            json.WriteString("title", Plain(data.Scope.Title));
            json.WriteNumber("start_ms", start / 1000);
            json.WriteEndObject();
            json.WriteStartArray("traceEvents");
            WriteNames(json, data);
            foreach (Job job in data.Jobs)
                Write(json, job.Call, job.Lane + 1, job.Begin - start, job.End - job.Begin);
            foreach (Explanation call in data.Calls.Where(static call => call.Note.Took == 0))
                Write(json, call, Untimed, (call.Note.Ended * 1000) - start, -1);
            WriteRunning(json, data.Jobs, start);
            WriteRequests(json, data.Bins, start);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return [.. buffer.WrittenSpan, (byte)'\n'];
    }

    private static void WriteNames(Utf8JsonWriter json, ReportData data)
    {
        WriteName(json, "process_name", Untimed, Plain(data.Scope.Title));
        if (data.Calls.Exists(static call => call.Note.Took == 0))
            WriteName(json, "thread_name", Untimed, "not timed");
        foreach (int lane in data.Jobs.Select(static job => job.Lane).Distinct().Order())
            WriteName(json, "thread_name", lane + 1, $"lane {lane + 1}");
    }

    private static void WriteName(Utf8JsonWriter json, string what, int thread, string name)
    {
        Begin(json, what, "M", thread, 0);
        json.WriteStartObject("args");
        json.WriteString("name", name);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Explanation call, int thread, long time, long duration)
    {
        Begin(json, Plain(CauseGroup.SourceOf(call)), duration < 0 ? "i" : "X", thread, time);
        json.WriteString("cat", CauseClasses.NameOf(CauseClasses.Of(call)));
        if (duration < 0)
            json.WriteString("s", "t");
        else
            json.WriteNumber("dur", duration);
        json.WriteStartObject("args");
        json.WriteString("cause", Plain(call.Line));
        json.WriteString("outcome", ReasonNames.Of(call.Note.Reason));
        json.WriteString("output", JsonText.Of(call.Note.Output));
        json.WriteString("directory", JsonText.Of(call.Note.Directory));
        json.WriteString("compiler", JsonText.Of(call.Note.Compiler));
        json.WriteNumber("bytes", call.Note.Bytes);
        json.WriteNumber("exit_status", call.Note.ExitStatus);
        json.WriteString("id", JsonText.Of(call.Note.Id));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>How many compilers ran, from each change on.</summary>
    private static void WriteRunning(Utf8JsonWriter json, List<Job> jobs, long start)
    {
        int running = 0;
        foreach (IGrouping<long, (long Time, int Change)> moment in jobs.SelectMany(static job => ((long Time, int Change)[])[(job.Begin, 1), (job.End, -1)]).GroupBy(static change => change.Time).OrderBy(static moment => moment.Key))
        {
            running += moment.Sum(static change => change.Change);
            WriteCounter(json, "compiling", moment.Key - start, ("jobs", running));
        }
    }

    private static void WriteRequests(Utf8JsonWriter json, List<TimeBin> bins, long start)
    {
        foreach (TimeBin bin in bins)
        {
            long time = Math.Max((bin.Start * 1_000_000) - start, 0);
            WriteCounter(json, "requests", time, ("hits", bin.Sums.Hits), ("misses", bin.Sums.Misses), ("uncached", bin.Sums.Uncached));
            if (bin.Sums.Hits + bin.Sums.Misses > 0)
                WriteCounter(json, "hit rate", time, ("percent", Math.Round(100.0 * bin.Sums.Hits / (bin.Sums.Hits + bin.Sums.Misses), 1)));
        }
    }

    private static void WriteCounter(Utf8JsonWriter json, string name, long time, params ReadOnlySpan<(string Name, double Value)> values)
    {
        Begin(json, name, "C", Untimed, time);
        json.WriteStartObject("args");
        foreach ((string series, double value) in values)
            json.WriteNumber(series, value);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Begin(Utf8JsonWriter json, string name, string phase, int thread, long time)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteString("ph", phase);
        json.WriteNumber("pid", Process);
        json.WriteNumber("tid", thread);
        json.WriteNumber("ts", time);
    }

    /// <summary>JSON is Unicode: a byte that isn't UTF-8 becomes U+FFFD.</summary>
    private static string Plain(string text) => JsonText.Of(Posix.ByteText.Encode(text));
}
