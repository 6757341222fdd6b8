namespace Larder.Daemon.Jobs;

/// <summary>One build's part of the pool at one moment.</summary>
internal readonly record struct JobSessionSnapshot(ulong Session, int LeasesHeld, int LeasesWaitedFor);
