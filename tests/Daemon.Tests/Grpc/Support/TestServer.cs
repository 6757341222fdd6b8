using Larder.Daemon.Grpc;
using Larder.Daemon.Services;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace Larder.Daemon.Tests.Grpc.Support;

/// <summary>A service behind the real application on a real Kestrel, on a Unix socket of its own.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("larder-grpc-");
    private readonly WebApplication _application;

    private TestServer(LarderService service)
    {
        GrpcApplication grpc = new(service, TimeProvider.System, Logger);
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options => options.ListenUnixSocket(SocketPath, GrpcKestrel.Configure));
        _application = builder.Build();
        _application.Run(grpc.InvokeAsync);
    }

    public string SocketPath => Path.Combine(_directory.FullName, "s");

    public RecordingLogger Logger { get; } = new();

    public static async Task<TestServer> StartAsync(LarderService service)
    {
        TestServer server = new(service);
        await server._application.StartAsync();
        return server;
    }

    public RawConnection Connect() => RawConnection.Open(SocketPath);

    /// <summary>A fresh connection and an ordinary call on it: what every test of hostile input ends with.</summary>
    public void AssertServes()
    {
        using RawConnection connection = Connect();
        RawReply reply = connection.Call("GetStatus", []);
        Assert.Equal(0, reply.GrpcStatus);
    }

    public async ValueTask DisposeAsync()
    {
        using CancellationTokenSource atOnce = new(TimeSpan.FromSeconds(5));
        await _application.StopAsync(atOnce.Token);
        await _application.DisposeAsync();
        _directory.Delete(recursive: true);
    }
}
