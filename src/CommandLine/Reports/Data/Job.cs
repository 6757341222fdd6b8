using Larder.CommandLine.Explaining;

namespace Larder.CommandLine.Reports.Data;

/// <summary>A compile in its place among others.</summary>
/// <param name="Call">The compile.</param>
/// <param name="Begin">When the compiler began, in microseconds since the epoch.</param>
/// <param name="End">When it was done; not before it began.</param>
/// <param name="Lane">Counted from 0. Two of one lane are never at work at once.</param>
internal sealed record Job(Explanation Call, long Begin, long End, int Lane)
{
    /// <summary>How long the compiler took, in nanoseconds.</summary>
    internal long Took => Call.Note.Took;

    /// <summary>The compiles of some calls, in the order in which they began, each in the first lane that is free then. Calls that were not timed are left out.</summary>
    internal static List<Job> Pack(IEnumerable<Explanation> calls)
    {
        List<Job> jobs = [];
        List<long> free = [];
        foreach ((Explanation call, long begin, long end) in calls.Where(static call => call.Note.Took > 0).Select(static call => (call, (call.Note.Ended * 1000) - (call.Note.Took / 1000), call.Note.Ended * 1000)).OrderBy(static job => job.Item2))
        {
            int lane = free.FindIndex(until => until <= begin);
            if (lane < 0)
            {
                lane = free.Count;
                free.Add(0);
            }

            free[lane] = end;
            jobs.Add(new Job(call, begin, end, lane));
        }

        return jobs;
    }
}
