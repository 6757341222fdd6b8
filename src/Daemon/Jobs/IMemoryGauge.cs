namespace Larder.Daemon.Jobs;

/// <summary>How much memory the machine can still give.</summary>
internal interface IMemoryGauge
{
    /// <summary>Bytes that programs can get without swapping; null where that can't be told. Never throws, costs microseconds.</summary>
    public long? AvailableBytes { get; }
}
