using Microsoft.Extensions.Logging;

namespace Larder.Daemon;

/// <summary>Messages of the store queue: 500 to 519.</summary>
internal static partial class Log
{
    [LoggerMessage(500, LogLevel.Error, "Storing failed: {Work}")]
    internal static partial void StoreFaulted(ILogger logger, string? work, Exception exception);

    [LoggerMessage(501, LogLevel.Warning, "{Count} results were not stored: the time for it was over")]
    internal static partial void StoresAbandoned(ILogger logger, int count);

    [LoggerMessage(502, LogLevel.Warning, "{Count} stores were still running when the time for it was over")]
    internal static partial void StoresUnfinished(ILogger logger, int count);

    [LoggerMessage(503, LogLevel.Warning, "No thread can be started for storing; those that there are go on")]
    internal static partial void NoStoreWorker(ILogger logger, Exception exception);

    [LoggerMessage(504, LogLevel.Error, "Keeping the limits failed")]
    internal static partial void JanitorFaulted(ILogger logger, Exception exception);

    [LoggerMessage(505, LogLevel.Information, "Removed {Files} entries, {Bytes} bytes, to keep the limits")]
    internal static partial void Evicted(ILogger logger, long files, long bytes);

    [LoggerMessage(506, LogLevel.Information, "Counted {Files} entries, {Bytes} bytes; {Removed} were too old and were removed")]
    internal static partial void Toured(ILogger logger, long files, long bytes, long removed);
}
