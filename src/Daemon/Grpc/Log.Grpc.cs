using Larder.Daemon.Grpc;
using Larder.Protocol.Wire;
using Microsoft.Extensions.Logging;

namespace Larder.Daemon;

/// <summary>Events 300 to 399: calls.</summary>
internal static partial class Log
{
    [LoggerMessage(300, LogLevel.Error, "A fault in the handler of {Path}")]
    internal static partial void HandlerFault(this ILogger logger, Exception exception, string path);

    [LoggerMessage(301, LogLevel.Debug, "{Path} answered {Status}: {Message}")]
    internal static partial void CallRefused(this ILogger logger, string path, GrpcStatusCode status, string message);

    [LoggerMessage(302, LogLevel.Debug, "{Path} did not end before its deadline")]
    internal static partial void CallPastDeadline(this ILogger logger, string path);

    [LoggerMessage(303, LogLevel.Debug, "{Path} was cancelled by its client")]
    internal static partial void CallCancelled(this ILogger logger, string path);

    [LoggerMessage(304, LogLevel.Debug, "The answer to {Path} could not be sent")]
    internal static partial void AnswerNotSent(this ILogger logger, Exception exception, string path);
}
