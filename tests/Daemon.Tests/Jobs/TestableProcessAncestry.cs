using System.Collections.Concurrent;
using Larder.Daemon.Jobs;

namespace Larder.Daemon.Tests.Jobs;

/// <summary>A family of processes made up by the test.</summary>
internal sealed class TestableProcessAncestry : IProcessAncestry
{
    internal ConcurrentDictionary<int, int> Parents { get; } = new();

    /// <summary>Processes that are suspended.</summary>
    internal ConcurrentDictionary<int, bool> Suspended { get; } = new();

    public bool IsSuspended(int processId) => Suspended.GetValueOrDefault(processId);

    public int ParentOf(int processId) => Parents.GetValueOrDefault(processId);
}
