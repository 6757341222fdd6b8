using System.Net;
using System.Net.Sockets;
using System.Text;
using Larder.Posix;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Larder.Daemon.Metrics;

/// <summary>
/// The setting <c>metrics_listen</c>: a server of its own beside the one for clients, with limits of its own: its callers are strangers, and theirs are not for it. What
/// stands in its way (a daemon that is about to end has the port) is tried again, and keeps no compile from being served. A scrape is no use of the
/// cache: it keeps no idle daemon up.
/// </summary>
internal sealed class MetricsEndpoint : IAsyncDisposable
{
    /// <summary>A scraper or two, and people who look.</summary>
    private const int MaxConnections = 16;

    /// <summary>Connecting takes permission to write.</summary>
    private const UnixFileMode EverybodyReads = (UnixFileMode)0x1B6; // 0666

    private const int Backlog = 16;

    /// <summary>A request has no body, and few headers.</summary>
    private const int MaxHeaders = 8 * 1024;

    /// <summary>Scrapers come every some seconds; who says nothing for longer has gone.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);

    /// <summary>For the headers of a request; they come at once, or the place is for somebody else.</summary>
    private static readonly TimeSpan HeadersLimit = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(10);

    /// <summary>Answers that are under way at the end.</summary>
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(2);

    private readonly byte[] _address;
    private readonly DaemonMetrics _metrics;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _over = new();
    private readonly Task _work;
    private WebApplication? _server;
    private FileStatus _socket;

    private MetricsEndpoint(byte[] address, DaemonMetrics metrics, ILogger logger, TimeProvider time)
    {
        (_address, _metrics, _logger, _time) = (address, metrics, logger, time);
        _work = StartAsync();
    }

    private bool IsSocket => _address[0] == (byte)'/';

    /// <summary>Starts it; null where the setting names no place.</summary>
    internal static MetricsEndpoint? Start(byte[] address, DaemonMetrics metrics, ILogger logger, TimeProvider time) =>
        address.Length == 0 ? null : new MetricsEndpoint(address, metrics, logger, time);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync().ConfigureAwait(false);
        await _work.ConfigureAwait(false);
        if (_server is not null)
        {
            using CancellationTokenSource limit = new(StopLimit);
            await _server.StopAsync(limit.Token).ConfigureAwait(false);
            await _server.DisposeAsync().ConfigureAwait(false);
        }

        if (IsSocket && _socket.Inode != 0 && FileSystem.LinkStat(_address, out FileStatus now) == Errno.None && now.IsSameFileAs(in _socket))
            FileSystem.Unlink(_address);
        _over.Dispose();
    }

    /// <summary>Never throws.</summary>
    private async Task StartAsync()
    {
        // Whoever starts the daemon has more to do.
        await Task.Yield();
        for (bool isFirst = true; !_over.IsCancellationRequested; isFirst = false)
        {
            try
            {
                _server = await ServeAsync().ConfigureAwait(false);
                Log.MetricsServed(_logger, ByteString.Show(_address));
                return;
            }
            catch (Exception fault) when (fault is IOException or SocketException)
            {
                if (isFirst)
                    Log.NoMetrics(_logger, ByteString.Show(_address), fault.Message);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await Task.Delay(Retry, _time, _over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<WebApplication> ServeAsync()
    {
        WebApplication server = Build(IsSocket ? ListenOnSocket() : null);
        try
        {
            await server.StartAsync(_over.Token).ConfigureAwait(false);
            return server;
        }
        catch (Exception)
        {
            await server.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>A socket under its name, for whoever its directory lets in: a collector is another user. Kestrel closes it.</summary>
    private ulong ListenOnSocket()
    {
        RemoveDeadSocket();
        int error = UnixListener.Listen(_address, Backlog, out FileDescriptor listener);
        if (error != Errno.None)
            throw new IOException(Errno.Describe(error));
        if (OperatingSystem.IsLinux())
            File.SetUnixFileMode(Encoding.UTF8.GetString(_address), EverybodyReads);
        FileSystem.LinkStat(_address, out _socket);
        return (ulong)listener.Value;
    }

    /// <summary>Takes away a socket that nobody answers on any more; anything else stays, and stands in the way.</summary>
    private void RemoveDeadSocket()
    {
        if (FileSystem.LinkStat(_address, out FileStatus status) != Errno.None || !status.IsSocket)
            return;
        // One that is stopped, with a full backlog, is somebody too, and nobody to wait for.
        using Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { Blocking = false };
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(Encoding.UTF8.GetString(_address)));
        }
        catch (SocketException refused) when (refused.SocketErrorCode == SocketError.ConnectionRefused)
        {
            FileSystem.Unlink(_address);
        }
        catch (SocketException busy) when (busy.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress or SocketError.TryAgain)
        {
            return;
        }
    }

    /// <param name="socket">Where it listens; null for on its port.</param>
    private WebApplication Build(ulong? socket)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "larderd" });
        builder.Services.Replace(ServiceDescriptor.Singleton<IHostLifetime, SilentLifetime>());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxConcurrentConnections = MaxConnections;
            options.Limits.KeepAliveTimeout = Silence;
            options.Limits.RequestHeadersTimeout = HeadersLimit;
            options.Limits.MaxRequestHeadersTotalSize = MaxHeaders;
            options.Limits.MaxRequestLineSize = MaxHeaders;
            options.Limits.MaxRequestBodySize = 0;
            if (socket is { } listener)
                options.ListenHandle(listener, static listen => listen.Protocols = HttpProtocols.Http1);
            else
                options.Listen(IPEndPoint.Parse(Encoding.ASCII.GetString(_address)), static listen => listen.Protocols = HttpProtocols.Http1);
        });
        WebApplication application = builder.Build();
        application.Run(new MetricsApplication(_metrics, checksHost: !IsSocket).InvokeAsync);
        return application;
    }
}
