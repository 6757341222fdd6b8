namespace Larder.Storage;

/// <summary>How storing an entry ended.</summary>
/// <param name="State">Whether it stands now.</param>
/// <param name="AllocatedBytes">What the new file takes on disk; 0 unless stored.</param>
/// <param name="Error">The error number, for the states that are errors of the system.</param>
public readonly record struct WriteOutcome(WriteState State, long AllocatedBytes, int Error)
{
    /// <summary>True where an entry of that key stands now.</summary>
    public bool IsPresent => State is WriteState.Stored or WriteState.AlreadyPresent;
}
