using Microsoft.Extensions.Logging;

namespace Larder.Daemon.Logging;

/// <summary>Formats a message and its exception for a <see cref="LogTarget"/>.</summary>
internal sealed class LineLogger(LogTarget target) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        string text = formatter(state, exception);
        target.Write(logLevel, eventId, exception is null ? text : $"{text}: {exception}");
    }
}
