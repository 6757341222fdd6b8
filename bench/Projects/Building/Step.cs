using Larder.Projects.Reporting;

namespace Larder.Projects.Building;

/// <summary>One of a build's two scripts that has run.</summary>
/// <param name="Status">Its exit status.</param>
/// <param name="Time">How long it took.</param>
/// <param name="Processor">The processor time of everything that ran in it.</param>
/// <param name="Log">A file with all that was said.</param>
/// <param name="Counters">What larder counted meanwhile.</param>
internal sealed record Step(int Status, TimeSpan Time, TimeSpan Processor, string Log, Counters Counters)
{
    /// <summary>For a step that it didn't come to.</summary>
    internal static Step NotStarted { get; } = new(0, TimeSpan.Zero, TimeSpan.Zero, "", Counters.None);

    internal static Step Run(Surroundings surroundings, string script, string directory, string name)
    {
        var logs = Path.Join(surroundings.Output, "logs");
        Directory.CreateDirectory(logs);
        var log = Path.Join(logs, name);
        var (status, time, processor) = Shell.Run(script, surroundings.Environment, directory, log);

        var counters = Counters.Read(surroundings.Ask("stats", "--json"));
        surroundings.Ask("stats", "--zero");
        if (File.Exists(surroundings.LogPath))
            File.Move(surroundings.LogPath, log + ".larder", overwrite: true);
        return new Step(status, time, processor, log, counters);
    }
}
