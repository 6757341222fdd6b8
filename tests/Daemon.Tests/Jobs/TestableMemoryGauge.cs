using Larder.Daemon.Jobs;

namespace Larder.Daemon.Tests.Jobs;

internal sealed class TestableMemoryGauge : IMemoryGauge
{
    public long? AvailableBytes { get; set; } = long.MaxValue;
}
