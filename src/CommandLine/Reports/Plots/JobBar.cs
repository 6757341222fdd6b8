using Larder.CommandLine.Explaining;
using Larder.CommandLine.Reports.Data;
using Larder.CommandLine.Text;

namespace Larder.CommandLine.Reports.Plots;

/// <summary>A job in the timeline, or several of a lane that follow each other so closely that none of them would be seen.</summary>
internal sealed class JobBar
{
    private const int MostNamed = 3;

    private readonly List<Job> _jobs = [];

    private JobBar(Job first) => Add(first);

    internal int Lane => _jobs[0].Lane;

    internal long Begin => _jobs[0].Begin;

    internal long End => _jobs[^1].End;

    internal bool IsMerged => _jobs.Count > 1;

    /// <summary>What most of its time went into.</summary>
    internal CauseClass Class => _jobs.GroupBy(static job => CauseClasses.Of(job.Call)).MaxBy(static group => group.Sum(static job => job.Took))!.Key;

    internal string Title => IsMerged
        ? $"{_jobs.Count} compiles, {Span.Exact(_jobs.Sum(static job => job.Took))} together: {new CauseGroup(string.Empty, [.. _jobs.Select(static job => job.Call)]).Sources(MostNamed)}"
        : $"{CauseGroup.SourceOf(_jobs[0].Call)}, {Span.Exact(_jobs[0].Took)}: {_jobs[0].Call.Line}";

    /// <summary>The bars of some jobs.</summary>
    /// <param name="jobs">The jobs, in the order in which they began.</param>
    /// <param name="shortest">Neighbours of a lane that are both shorter than this are joined, up to twice that, in microseconds; 0: none are.</param>
    internal static List<JobBar> Of(IEnumerable<Job> jobs, long shortest)
    {
        List<JobBar> bars = [];
        Dictionary<int, JobBar> last = [];
        foreach (Job job in jobs)
        {
            if (last.TryGetValue(job.Lane, out JobBar? bar) && job.End - job.Begin < shortest && bar.End - bar.Begin < shortest && job.End - bar.Begin < 2 * shortest)
            {
                bar.Add(job);
                continue;
            }

            bars.Add(last[job.Lane] = new JobBar(job));
        }

        return bars;
    }

    private void Add(Job job) => _jobs.Add(job);
}
