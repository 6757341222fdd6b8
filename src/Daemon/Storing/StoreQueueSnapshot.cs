namespace Larder.Daemon.Storing;

/// <summary>The queue at one moment, and its counts since the start.</summary>
/// <param name="Pending">Accepted, and neither done nor lost.</param>
/// <param name="PendingBytes">What these hold.</param>
/// <param name="Done">Work that ran to its end, by the workers or by its submitter.</param>
/// <param name="Faulted">Work that threw.</param>
/// <param name="Refused">Work that its submitter had to do.</param>
/// <param name="Lost">Accepted work that was never begun: the time for draining was over.</param>
internal readonly record struct StoreQueueSnapshot(int Pending, long PendingBytes, long Done, long Faulted, long Refused, long Lost);
