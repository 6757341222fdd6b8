using System.Globalization;
using Larder.Caching.Settings;
using Larder.Daemon.Grpc;
using Larder.Daemon.Lifetime;
using Larder.Daemon.Logging;
using Larder.Daemon.Watching;
using Larder.Posix;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Larder.Daemon.Hosting;

/// <summary>The host: Kestrel on the sockets it is given, the services, and the one delegate that takes requests.</summary>
internal static class DaemonServer
{
    /// <summary>Puts the host together.</summary>
    internal static WebApplication Build(CacheSettings settings, LogTarget target, FileDescriptor[] listeners, WatchMark mark, bool admitsOthers)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "larderd" });
        builder.Logging.SetMinimumLevel(LogLevel.Information).AddFilter("Microsoft", LogLevel.Warning);
        builder.Logging.AddProvider(new LineLoggerProvider(target));

        IServiceCollection services = builder.Services;
        services.AddSingleton(settings);
        services.AddSingleton(mark);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(new LifetimeLimits());
        services.AddSingleton<ConnectionCount>();
        services.AddSingleton<DaemonLifetime>();
        services.AddSingleton<IDaemonLifetime>(provider => provider.GetRequiredService<DaemonLifetime>());
        CacheServices.Add(services);
        services.Replace(ServiceDescriptor.Singleton<IHostLifetime, SignalLifetime>());

        builder.WebHost.UseKestrelCore();

        // Kestrel's own steps follow each other on one thread, the one that learns of the event: on the way of a hit each hand-over to another
        // one costs more than the step. Requests themselves run on the thread pool. Sockets read the variable when the first one is made.
        Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");
        services.Configure<SocketTransportOptions>(static options => options.UnsafePreferInlineScheduling = true);
        services.AddOptions<KestrelServerOptions>().Configure<ConnectionCount, ILoggerFactory>((options, connections, loggers) =>
        {
            ConnectionGate gate = new(connections, admitsOthers, loggers.CreateLogger("Larder.Daemon"));
            foreach (FileDescriptor listener in listeners)
            {
                options.ListenHandle((ulong)listener.Value, listen =>
                {
                    GrpcKestrel.Configure(listen);
                    gate.AddTo(listen);
                });
            }
        });

        WebApplication application = builder.Build();
        application.Run(application.Services.GetRequiredService<GrpcApplication>().InvokeAsync);
        return application;
    }

    /// <summary>"0.1.0".</summary>
    internal static string Version => typeof(DaemonServer).Assembly.GetName().Version!.ToString(3);

    internal static string Count(int count, string thing) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {thing}{(count == 1 ? string.Empty : "s")}");
}
