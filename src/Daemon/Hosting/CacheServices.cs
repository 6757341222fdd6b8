using Larder.Caching.Settings;
using Larder.Daemon.Compiles;
using Larder.Daemon.Exchange;
using Larder.Daemon.Grpc;
using Larder.Daemon.Jobs;
using Larder.Daemon.Lifetime;
using Larder.Daemon.Metrics;
using Larder.Daemon.Services;
using Larder.Daemon.Storing;
using Larder.Daemon.Units;
using Larder.Daemon.Watching;
using Microsoft.Extensions.DependencyInjection;

namespace Larder.Daemon.Hosting;

/// <summary>The daemon's parts, one of each.</summary>
internal static class CacheServices
{
    /// <summary>Adds everything between a call and the cache.</summary>
    internal static void Add(IServiceCollection services)
    {
        services.AddSingleton<IMemoryGauge, MemInfoGauge>();
        services.AddSingleton<IProcessAncestry, ProcessAncestry>();
        services.AddSingleton(static provider => new JobPool(
            Slots(provider.GetRequiredService<CacheSettings>()),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<IMemoryGauge>(),
            provider.GetRequiredService<IProcessAncestry>()));
        services.AddSingleton(JanitorLimits.Default);
        services.AddSingleton<Janitor>();
        services.AddSingleton(static provider =>
        {
            CacheSettings settings = provider.GetRequiredService<CacheSettings>();
            return new ServedCache(settings, settings.MemorySize, provider.GetRequiredService<Janitor>());
        });
        services.AddSingleton(StoreQueueLimits.Default);
        services.AddSingleton<StoreQueue>();
        services.AddSingleton<WatchHub>();
        services.AddSingleton<CompileHandler>();
        services.AddSingleton<EntryExchange>();
        services.AddSingleton<UnitsHandler>();
        services.AddSingleton<LarderService, CacheService>();
        services.AddSingleton<GrpcApplication>();
        services.AddSingleton<DaemonMetrics>();
        services.AddSingleton<IActivity, CacheActivity>();
    }

    private static int Slots(CacheSettings settings) => settings.MaxJobs > 0 ? settings.MaxJobs : Environment.ProcessorCount;
}
