using System.Globalization;

namespace Larder.Suites.Daemon;

/// <summary>What a process has of the system, from /proc.</summary>
/// <param name="Descriptors">Open files.</param>
/// <param name="Threads">Threads.</param>
/// <param name="Children">Processes that it started and hasn't collected, zombies among them.</param>
/// <param name="Resident">Memory in kilobytes.</param>
internal sealed record DaemonResources(int Descriptors, int Threads, int Children, long Resident)
{
    /// <summary>More than any run of a test needs; a leak of a page for each request is more.</summary>
    private const long ResidentLimit = 120_000;

    internal static DaemonResources Of(int process)
    {
        string directory = "/proc/" + process.ToString(CultureInfo.InvariantCulture);
        string[] status = File.ReadAllLines(directory + "/status");
        long Number(string name) => long.Parse(
            status.First(line => line.StartsWith(name, StringComparison.Ordinal)).Split((char[])[':', ' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1],
            CultureInfo.InvariantCulture);
        int children = Directory.GetDirectories(directory + "/task")
            .Sum(static task => File.ReadAllText(task + "/children").Split(' ', StringSplitOptions.RemoveEmptyEntries).Length);
        return new DaemonResources(Directory.GetFileSystemEntries(directory + "/fd").Length, (int)Number("Threads:"), children, Number("VmRSS:"));
    }

    /// <summary>
    /// Descriptors and children as before, but for a few that come and go; threads within what a pool keeps for a while; memory within bounds.
    /// </summary>
    internal void AssertNoMoreThan(DaemonResources before, string after)
    {
        string change = $"after {after}: {before} became {this}";
        Assert.True(Descriptors <= before.Descriptors + 8, change);
        Assert.True(Threads <= before.Threads + 32, change);
        Assert.True(Children == 0, change);
        Assert.True(Resident <= ResidentLimit, change);
    }
}
