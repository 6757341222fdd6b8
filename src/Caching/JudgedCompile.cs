using Larder.Caching.Running;
using Larder.Storage;

namespace Larder.Caching;

/// <summary>A compile that has run, and what is known of whether and under what it can be stored.</summary>
public sealed class JudgedCompile
{
    internal JudgedCompile(FinishedCompile finished, Counter counter) => (Finished, Counter) = (finished, counter);

    /// <summary>What is counted for it.</summary>
    public Counter Counter { get; }

    /// <summary>
    /// Only the preprocessor's text can be its key, and this process may not run it: whoever may, looks up and stores it.
    /// </summary>
    public bool NeedsPrograms { get; internal init; }

    /// <summary>The result can be looked up; valid after <see cref="Publish"/>.</summary>
    public bool IsStored { get; private set; }

    internal FinishedCompile Finished { get; }

    /// <summary>What the counter is about, or null.</summary>
    internal byte[]? Culprit { get; init; }

    internal ResultStorage? Storage { get; init; }

    /// <summary>Stores it and says how the request ended. Counts nothing yet. Reads nothing of the compile's surroundings.</summary>
    /// <param name="captured">Its outputs; null where there are none, or they could not be read back.</param>
    public CacheOutcome Publish(ResultBuilder? captured)
    {
        if (Counter == Counter.FallbackExecuted)
            return CacheOutcome.RunCompiler(Counter.FallbackExecuted);
        (Counter counter, byte[]? culprit) = (Counter, Culprit);
        try
        {
            bool isFailure = !Finished.Exit.Succeeded;
            if (isFailure && captured is not null)
                captured.Add(ResultMemberKind.ExitStatus, new byte[] { (byte)Finished.Exit.Status });
            if (Storage is not null && captured is not null)
                IsStored = Storage.Publish(captured, Finished);
            else if (Storage is not null && !isFailure)
                counter = Counter.StoreFailed;
        }
        catch (OutOfMemoryException)
        {
            counter = Counter.StoreFailed;
        }
        catch (Exception fault)
        {
            // The compile has run and its outputs stand: whatever happens here, it must not run again.
            (counter, culprit) = (Counter.InternalError, Describe(fault));
        }

        return CacheOutcome.Compiled(counter, culprit, Finished.Exit, Finished.Output, Finished.Diagnostics, spent: Finished.Duration).Of(captured);
    }

    internal static byte[] Describe(Exception fault) => System.Text.Encoding.UTF8.GetBytes(fault.ToString());
}
