using Larder.CommandLine.Text;
using Larder.Posix;
using Larder.Protocol.Endpoints;
using Larder.Protocol.Messages;

namespace Larder.CommandLine.DaemonControl;

/// <summary>What "larder daemon status" shows.</summary>
internal static class DaemonReport
{
    internal static void WriteTable(GetStatusReply status, Endpoint endpoint, TextWriter output)
    {
        AlignedTable table = new(false, false);
        table.Add("Daemon", (status.Draining ? "draining" : "running") + $", process {status.ProcessId}, for {Span(status.UptimeMilliseconds)}");
        table.Add("Build", ByteText.Show(status.BuildId.Span));
        table.Add("Socket", ByteText.Show(endpoint.Socket));
        table.Add("Cache", ByteText.Show(status.CacheDirectory.Span));
        table.Add("Connections", Number(status.Connections));
        table.Add("Requests", Number(status.Requests));
        table.Add("Jobs", $"{status.LeasesHeld} of {status.MaxJobs}, {status.LeasesWaitedFor} waiting");
        foreach (BuildStatus build in status.Builds)
            table.Add($"  build {SessionText.Of(build.Session)}", $"{build.LeasesHeld}, {build.LeasesWaitedFor} waiting");
        string limit = status.MemoryLimit is 0 or > long.MaxValue ? "no limit" : "of " + Quantity.Bytes((long)status.MemoryLimit);
        table.Add("Memory", $"{Quantity.Bytes((long)Math.Min(status.MemoryUsed, long.MaxValue))} {limit}, {Quantity.Of((long)status.MemoryEntries, "entry", "entries")}");
        table.Add("Stores pending", Number(status.StoresPending));
        table.WriteTo(output);
    }

    internal static void WriteJson(GetStatusReply? status, Endpoint endpoint, TextWriter output) =>
        JsonText.Write(output, json =>
        {
            json.WriteBoolean("running", status is not null);
            json.WriteString("socket", JsonText.Of(endpoint.Socket));
            if (status is null)
                return;
            json.WriteBoolean("draining", status.Draining);
            json.WriteNumber("process_id", status.ProcessId);
            json.WriteNumber("uptime_milliseconds", status.UptimeMilliseconds);
            json.WriteString("build_id", JsonText.Of(status.BuildId.Span));
            json.WriteString("cache_directory", JsonText.Of(status.CacheDirectory.Span));
            json.WriteNumber("connections", status.Connections);
            json.WriteNumber("requests", status.Requests);
            json.WriteNumber("max_jobs", status.MaxJobs);
            json.WriteNumber("leases_held", status.LeasesHeld);
            json.WriteNumber("leases_waited_for", status.LeasesWaitedFor);
            json.WriteNumber("memory_used", status.MemoryUsed);
            json.WriteNumber("memory_limit", status.MemoryLimit);
            json.WriteNumber("memory_entries", status.MemoryEntries);
            json.WriteNumber("stores_pending", status.StoresPending);
            json.WriteStartArray("builds");
            foreach (BuildStatus build in status.Builds)
            {
                json.WriteStartObject();
                json.WriteString("session", build.Session.ToString());
                json.WriteNumber("leases_held", build.LeasesHeld);
                json.WriteNumber("leases_waited_for", build.LeasesWaitedFor);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });

    /// <summary>"12 s", "3 min 20 s", "5 h 12 min", "3 d 4 h".</summary>
    private static string Span(long milliseconds)
    {
        TimeSpan span = TimeSpan.FromMilliseconds(milliseconds);
        return span switch
        {
            { TotalMinutes: < 1 } => $"{span.Seconds} s",
            { TotalHours: < 1 } => $"{span.Minutes} min {span.Seconds} s",
            { TotalDays: < 1 } => $"{span.Hours} h {span.Minutes} min",
            _ => $"{span.Days} d {span.Hours} h",
        };
    }

    private static string Number(ulong number) => number.ToString();
}
