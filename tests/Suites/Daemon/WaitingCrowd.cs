using System.Buffers.Binary;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Larder.Posix;
using Larder.Protocol.Messages;
using Larder.Suites.Harness;

namespace Larder.Suites.Daemon;

/// <summary>
/// More requests for one compile than may wait in a daemon (JobPool.MaxWaiters), from one process: calls of a stock HTTP/2 client with the messages of
/// the shim. Disposing it cancels all of them.
/// </summary>
internal sealed class WaitingCrowd : IDisposable
{
    private const int Size = 4096 + 64;

    private readonly CancellationTokenSource _over = new();
    private readonly HttpClient _client;
    private readonly List<Task> _calls = [];
    private int _answered;

    internal WaitingCrowd(ServedWorkspace served, string source)
    {
        SocketsHttpHandler handler = new()
        {
            EnableMultipleHttp2Connections = true,
            ConnectCallback = async (_, cancellation) =>
            {
                Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(served.Socket), cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        _client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        byte[] body = Frame(Request(served, source));
        for (int i = 0; i < Size; i++)
            _calls.Add(CallAsync(body));
    }

    /// <summary>How many of them the daemon has answered.</summary>
    internal int Answered => Volatile.Read(ref _answered);

    public void Dispose()
    {
        _over.Cancel();
        Task.WaitAll([.. _calls]);
        _client.Dispose();
        _over.Dispose();
    }

    private async Task CallAsync(byte[] body)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, "http://localhost/larder.v1.Larder/Compile")
        {
            Version = new Version(2, 0),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(body),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        try
        {
            using HttpResponseMessage response = await _client.SendAsync(request, _over.Token);
            if (CompileReply.Read((await response.Content.ReadAsByteArrayAsync(_over.Token)).AsMemory(5))?.InProcess?.Reason == WorkInProcessReason.Busy)
                Interlocked.Increment(ref _answered);
        }
        catch (OperationCanceledException)
        {
            // It waited to the end.
        }
    }

    /// <summary>A message as gRPC sends it: not compressed, its length, itself.</summary>
    private static byte[] Frame(ReadOnlySpan<byte> message)
    {
        byte[] frame = new byte[5 + message.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), message.Length);
        message.CopyTo(frame.AsSpan(5));
        return frame;
    }

    private static ReadOnlySpan<byte> Request(ServedWorkspace served, string source)
    {
        byte[] directory = Encoding.UTF8.GetBytes(served.Work.Directory);
        Assert.Equal(Errno.None, FileSystem.Stat(directory, out FileStatus here));
        (ulong space, ulong rootDevice, ulong rootInode) = PathWorld.OfThisProcess();
        CompileRequest request = new()
        {
            BuildId = Encoding.ASCII.GetBytes(served.Status().GetProperty("build_id").GetString()!),
            Compiler = "/usr/bin/gcc"u8.ToArray(),
            Arguments = ["gcc"u8.ToArray(), "-c"u8.ToArray(), Encoding.UTF8.GetBytes(source), "-o"u8.ToArray(), "crowd.o"u8.ToArray()],
            WorkingDirectory = directory,
            WorkingDirectoryDevice = here.Device,
            WorkingDirectoryInode = here.Inode,
            Umask = User.Umask,
            Environment = [.. served.Work.Variables.Where(static v => v.Value is not null).Select(static v => Encoding.UTF8.GetBytes($"{v.Key}={v.Value}"))],
            MountNamespace = space,
            RootDevice = rootDevice,
            RootInode = rootInode,
            Session = 1,
            Patience = 110_000,
        };
        ProtobufWriter writer = new();
        request.WriteTo(writer);
        return writer.Written;
    }
}
