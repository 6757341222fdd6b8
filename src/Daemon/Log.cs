using Microsoft.Extensions.Logging;

namespace Larder.Daemon;

/// <summary>
/// What the daemon itself says. Event ids are stable: a number is never used again for anything else. 1–99: its life; each other part has a
/// hundred of its own in a file of its own.
/// </summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "larderd {Version}, build {Build}, serves {Directory} on {Socket}")]
    internal static partial void Serving(ILogger logger, string version, string build, string directory, string socket);

    [LoggerMessage(2, LogLevel.Information, "Draining: {Reason}")]
    internal static partial void Draining(ILogger logger, string reason);

    [LoggerMessage(3, LogLevel.Information, "Ended")]
    internal static partial void Ended(ILogger logger);

    [LoggerMessage(4, LogLevel.Warning, "{Leases} leases were still out and are dropped")]
    internal static partial void LeasesDropped(ILogger logger, int leases);

    [LoggerMessage(5, LogLevel.Error, "{Stores} results could not be stored in time and are lost")]
    internal static partial void StoresLost(ILogger logger, int stores);

    [LoggerMessage(6, LogLevel.Warning, "Configuration: {Problem}")]
    internal static partial void BadSetting(ILogger logger, string problem);

    [LoggerMessage(7, LogLevel.Warning, "Another daemon holds {Lock}; this one serves only the socket it was handed")]
    internal static partial void WithoutName(ILogger logger, string @lock);

    [LoggerMessage(8, LogLevel.Warning, "A connection of user {User} was refused: this daemon is user {Own}'s")]
    internal static partial void StrangerRefused(ILogger logger, string user, uint own);

    [LoggerMessage(9, LogLevel.Error, "The end was not orderly")]
    internal static partial void EndFailed(ILogger logger, Exception fault);

    [LoggerMessage(11, LogLevel.Error, "Not started: {Reason}")]
    internal static partial void NotStarted(ILogger logger, string reason);

    [LoggerMessage(12, LogLevel.Information, "Metrics are served on {Address}")]
    internal static partial void MetricsServed(ILogger logger, string address);

    [LoggerMessage(13, LogLevel.Warning, "Metrics can't be served on {Address}, which is tried again: {Reason}")]
    internal static partial void NoMetrics(ILogger logger, string address, string reason);

    [LoggerMessage(10, LogLevel.Information, "Descriptor {Descriptor} from the service manager is no listening Unix socket and is left alone")]
    internal static partial void NoListener(ILogger logger, int descriptor);
}
