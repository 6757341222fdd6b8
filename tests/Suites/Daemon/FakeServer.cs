using System.Net.Sockets;
using System.Text;

namespace Larder.Suites.Daemon;

/// <summary>Something that listens where a daemon should, and behaves otherwise.</summary>
internal sealed class FakeServer : IDisposable
{
    /// <summary>An empty SETTINGS frame of HTTP/2 (RFC 9113, 6.5).</summary>
    private static readonly byte[] Settings = [0, 0, 0, 4, 0, 0, 0, 0, 0];

    /// <summary>What it does to one connection, by name. Whatever it holds is closed with the server.</summary>
    internal static readonly IReadOnlyDictionary<string, Action<Socket>> Behaviours = new Dictionary<string, Action<Socket>>(StringComparer.Ordinal)
    {
        ["closes at once"] = static client => client.Dispose(),
        ["reads and closes"] = static client =>
        {
            Read(client);
            client.Dispose();
        },
        ["writes noise"] = static client =>
        {
            byte[] noise = new byte[20_000];
            new Random(7).NextBytes(noise);
            client.Send(noise);
            Read(client);
            client.Dispose();
        },
        ["speaks HTTP/1.1"] = static client =>
        {
            Read(client);
            client.Send(Encoding.ASCII.GetBytes("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"));
            client.Dispose();
        },
        ["greets and closes"] = static client =>
        {
            client.Send(Settings);
            Read(client);
            client.Dispose();
        },
        ["resets the stream"] = static client =>
        {
            Read(client);
            client.Send([.. Settings, 0, 0, 4, 3, 0, 0, 0, 0, 1, 0, 0, 0, 2]);
        },
        ["goes away"] = static client =>
        {
            Read(client);
            client.Send([.. Settings, 0, 0, 8, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        },
        ["announces a frame of 16 MiB"] = static client =>
        {
            Read(client);
            client.Send([.. Settings, 255, 255, 255, 0, 0, 0, 0, 0, 1]);
        },
        ["answers half a message"] = static client =>
        {
            Read(client);
            // HEADERS with :status 200 alone, then five bytes of DATA, the end of the stream.
            client.Send([.. Settings, 0, 0, 1, 1, 4, 0, 0, 0, 1, 0x88, 0, 0, 5, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0]);
        },
        ["accepts and says nothing"] = static client => Read(client),
        ["greets and says nothing more"] = static client =>
        {
            client.Send(Settings);
            Read(client);
        },
        ["never accepts"] = static _ => { },
    };

    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly List<Socket> _clients = [];
    private readonly Thread _thread;
    private int _visits;

    internal FakeServer(string path, string behaviour)
    {
        File.Delete(path);
        _listener.Bind(new UnixDomainSocketEndPoint(path));
        _listener.Listen(5);
        _thread = new Thread(() => Serve(behaviour)) { IsBackground = true };
        _thread.Start();
    }

    /// <summary>How many clients came.</summary>
    internal int Visits => Volatile.Read(ref _visits);

    public void Dispose()
    {
        _listener.Dispose();
        _thread.Join();
        foreach (Socket client in _clients)
            client.Dispose();
    }

    private void Serve(string behaviour)
    {
        while (behaviour != "never accepts")
        {
            Socket client;
            try
            {
                client = _listener.Accept();
            }
            catch (SocketException)
            {
                return;
            }

            _clients.Add(client);
            Interlocked.Increment(ref _visits);
            try
            {
                Behaviours[behaviour](client);
            }
            catch (SocketException)
            {
                // The client had enough of it.
            }
        }
    }

    private static void Read(Socket client) => client.Receive(new byte[64 * 1024]);
}
