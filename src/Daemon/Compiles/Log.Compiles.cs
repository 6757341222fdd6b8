using Microsoft.Extensions.Logging;

namespace Larder.Daemon;

/// <content>Compiles: 600–699. Said only of those whose client keeps a log (the setting <c>log</c>), under the id that stands there.</content>
internal static partial class Log
{
    [LoggerMessage(600, LogLevel.Information, "[{Id}] {Reason} {Source}: {Stages}")]
    internal static partial void Served(ILogger logger, string id, string reason, string source, string stages);
}
