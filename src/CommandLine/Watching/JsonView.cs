using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Larder.CommandLine.Text;
using Larder.Posix;
using Larder.Protocol.Messages;
using Larder.Storage;

namespace Larder.CommandLine.Watching;

/// <summary>An object for each thing that happens, on a line of its own; "type" says which.</summary>
internal sealed class JsonView(WatchModel model, LiveOutput output, TimeProvider time) : IWatchView
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What the types are, for the help.</summary>
    internal const string Description =
        "One JSON object per line, by its \"type\": "
        + "\"compile\" (time, kind: hit, miss or uncached, reason, session, session_name or process (the topmost one), compiler, source, directory, detail, key, duration_nanoseconds, "
        + "saved_nanoseconds, stages, explanation), \"lost\" (count of events), \"counted\" (counters: what the statistics count while no daemon runs), "
        + "\"connected\" (process_id, cache_directory), \"disconnected\" (why), \"summary\" at the end.";

    public bool IsLive => false;

    public void Connected(GetStatusReply status) => Write("connected", time.GetUtcNow(), json =>
    {
        json.WriteNumber("process_id", status.ProcessId);
        json.WriteString("cache_directory", JsonText.Of(status.CacheDirectory.Span));
    });

    public void Disconnected(string why) => Write("disconnected", time.GetUtcNow(), json => json.WriteString("why", why));

    public void Show(WatchedCompile compile) => Write("compile", compile.Time, json =>
    {
        WatchEvent happened = compile.Event;
        json.WriteString("kind", WatchText.KindName(compile.Kind));
        json.WriteString("reason", compile.Reason);
        json.WriteString("session", happened.Session.ToString());
        if (happened.SessionName.Length > 0)
            json.WriteString("session_name", JsonText.Of(happened.SessionName.Span));
        else if (StatisticsFacts.ProcessOf(happened.Session) is > 0 and uint process)
            json.WriteNumber("process", process);
        json.WriteString("compiler", JsonText.Of(happened.Compiler.Span));
        json.WriteString("source", JsonText.Of(happened.Source.Span));
        json.WriteString("directory", JsonText.Of(happened.WorkingDirectory.Span));
        json.WriteString("detail", JsonText.Of(happened.Detail.Span));
        json.WriteString("key", Convert.ToHexStringLower(happened.Key.Span));
        json.WriteNumber("duration_nanoseconds", compile.Duration.Ticks * TimeSpan.NanosecondsPerTick);
        if (compile.Saved > TimeSpan.Zero)
            json.WriteNumber("saved_nanoseconds", happened.Saved);
        json.WriteStartArray("stages");
        foreach (Stage stage in happened.Stages)
        {
            json.WriteStartObject();
            json.WriteString("name", JsonText.Of(stage.Name.Span));
            json.WriteNumber("nanoseconds", stage.Nanoseconds);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (compile.Explanation is { } explanation)
            json.WriteString("explanation", explanation);
    });

    public void ShowLost(ulong count) => Write("lost", time.GetUtcNow(), json => json.WriteNumber("count", count));

    public void Show(IReadOnlyList<CounterChange> changes, DateTimeOffset time) => Write("counted", time, json =>
    {
        json.WriteStartObject("counters");
        foreach (IGrouping<string, CounterChange> counter in changes.GroupBy(static change => change.Name, StringComparer.Ordinal))
            json.WriteNumber(counter.Key, counter.Aggregate(0UL, static (sum, change) => sum + change.Count));
        json.WriteEndObject();
    });

    public void Tick(DateTimeOffset now)
    {
    }

    public void End(DateTimeOffset now) => Write("summary", now, json =>
    {
        json.WriteNumber("hits", model.Tally.Hits);
        json.WriteNumber("misses", model.Tally.Misses);
        json.WriteNumber("uncached", model.Tally.Uncached);
        json.WriteNumber("lost", model.Lost);
        json.WriteNumber("saved_nanoseconds", model.Tally.Saved.Ticks * TimeSpan.NanosecondsPerTick);
    });

    public void Dispose()
    {
    }

    private void Write(string type, DateTimeOffset at, Action<Utf8JsonWriter> writeMembers)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("type", type);
            json.WriteString("time", at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'"));
            writeMembers(json);
            json.WriteEndObject();
        }

        output.WriteLine(ByteText.Decode(buffer.WrittenSpan));
    }
}
