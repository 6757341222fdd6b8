using Microsoft.Extensions.Logging;

namespace Larder.Daemon.Logging;

/// <summary>Loggers that write lines to a <see cref="LogTarget"/>, at once: there are few of them, and the last ones before a crash count most.</summary>
internal sealed class LineLoggerProvider(LogTarget target) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new LineLogger(target);

    public void Dispose()
    {
    }
}
