using System.Text.Json;
using Larder.Projects.Building;

namespace Larder.Projects.Reporting;

/// <summary>The results for programs: times in seconds, counters by larder's own names.</summary>
internal static class JsonReport
{
    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    internal static void Write(string path, bool daemon, IEnumerable<Examination> examinations) =>
        File.WriteAllText(path, JsonSerializer.Serialize(new { Daemon = daemon, Projects = examinations.Select(Describe) }, Options));

    private static object Describe(Examination examination) => new
    {
        examination.Project.Name,
        examination.Project.Package,
        examination.Project.System,
        examination.Project.Covers,
        Front = examination.Project.Front.ToString(),
        Builds = examination.Builds.ToDictionary(
            build => build.Label,
            build => new { build.Status, Configure = Describe(build.Configuring), Build = Describe(build.Compiling) },
            StringComparer.Ordinal),
        FilesCompared = examination.Files,
        NotCompared = examination.Unstable,
        examination.Faults,
    };

    private static object Describe(Step step) => new
    {
        Seconds = step.Time.TotalSeconds,
        ProcessorSeconds = step.Processor.TotalSeconds,
        step.Counters.Calls,
        step.Counters.Hits,
        step.Counters.Misses,
        step.Counters.Stored,
        Counters = step.Counters.Values,
        step.Counters.Options,
    };
}
