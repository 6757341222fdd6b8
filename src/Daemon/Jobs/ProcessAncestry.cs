using Larder.Posix;

namespace Larder.Daemon.Jobs;

/// <summary>Parents and states as the kernel has them.</summary>
internal sealed class ProcessAncestry : IProcessAncestry
{
    /// <inheritdoc/>
    public int ParentOf(int processId) => ProcessStatus.Of(processId)?.Parent ?? 0;

    /// <inheritdoc/>
    public bool IsSuspended(int processId) => ProcessStatus.Of(processId)?.State == (byte)'T';
}
