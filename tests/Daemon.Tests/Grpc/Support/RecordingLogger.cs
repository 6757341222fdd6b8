using System.Collections.Concurrent;
using Larder.Daemon.Grpc;
using Microsoft.Extensions.Logging;

namespace Larder.Daemon.Tests.Grpc.Support;

/// <summary>Keeps what is logged as warnings and above.</summary>
internal sealed class RecordingLogger : ILogger<GrpcApplication>
{
    public ConcurrentQueue<string> Faults { get; } = new();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (logLevel >= LogLevel.Warning)
            Faults.Enqueue($"{formatter(state, exception)}: {exception}");
    }
}
