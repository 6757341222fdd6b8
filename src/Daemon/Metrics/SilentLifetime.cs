using Microsoft.Extensions.Hosting;

namespace Larder.Daemon.Metrics;

/// <summary>Of a server beside the daemon's own, which alone hears of signals.</summary>
internal sealed class SilentLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
