using System.Net.Sockets;
using System.Text;

namespace Larder.Protocol.Tests.Support;

/// <summary>A path for a socket, in a directory of its own that goes with it.</summary>
internal sealed class TemporarySocket : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("larder-");

    internal string Path => System.IO.Path.Combine(_directory.FullName, "s");

    internal byte[] PathBytes => Encoding.UTF8.GetBytes(Path);

    public void Dispose() => _directory.Delete(recursive: true);

    /// <summary>Binds and listens; the file stays when the socket is closed.</summary>
    internal Socket Listen(int backlog = 10)
    {
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new KeepingEndPoint(Path));
        socket.Listen(backlog);
        return socket;
    }

    /// <summary>An end point whose file .NET doesn't know, and so doesn't delete with the socket.</summary>
    private sealed class KeepingEndPoint(string path) : System.Net.EndPoint
    {
        private readonly UnixDomainSocketEndPoint _inner = new(path);

        public override AddressFamily AddressFamily => AddressFamily.Unix;

        public override System.Net.SocketAddress Serialize() => _inner.Serialize();

        public override System.Net.EndPoint Create(System.Net.SocketAddress socketAddress) => _inner.Create(socketAddress);
    }
}
