using System.Runtime.ExceptionServices;

namespace Larder.Units.Files;

/// <summary>Work on many things with all processors.</summary>
internal static class ParallelWork
{
    /// <summary>Does it with each. Where some fail, the first one's fault is the caller's, as it would be one after the other.</summary>
    internal static void Each<T>(IReadOnlyCollection<T> things, Action<T> work)
    {
        try
        {
            Parallel.ForEach(things, work);
        }
        catch (AggregateException faults)
        {
            ExceptionDispatchInfo.Throw(faults.InnerExceptions.FirstOrDefault(static fault => fault is UnitFault) ?? faults.InnerExceptions[0]);
        }
    }
}
