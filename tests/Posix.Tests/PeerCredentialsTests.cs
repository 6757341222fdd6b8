using System.Net;
using System.Net.Sockets;

namespace Larder.Posix.Tests;

public sealed class PeerCredentialsTests
{
    [Fact]
    public void The_other_end_of_a_Unix_socket_is_the_process_that_connected_it()
    {
        string path = Path.Combine(Path.GetTempPath(), "larder-peer-" + Path.GetRandomFileName());
        using Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        try
        {
            listener.Listen();
            using Socket client = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            client.Connect(new UnixDomainSocketEndPoint(path));
            using Socket server = listener.Accept();
            foreach (Socket end in (Socket[])[client, server])
            {
                Assert.Equal(0, PeerCredentials.Read(end.SafeHandle, out PeerCredentials peer));
                Assert.Equal(Environment.ProcessId, peer.ProcessId);
                Assert.Equal(User.EffectiveId, peer.UserId);
            }
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Another_kind_of_socket_has_none()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        using TcpClient client = new();
        client.Connect((IPEndPoint)listener.LocalEndpoint);
        Assert.NotEqual(0, PeerCredentials.Read(client.Client.SafeHandle, out _));
    }

    [Fact]
    public void A_file_has_none()
    {
        using FileStream file = File.OpenRead("/dev/null");
        Assert.NotEqual(0, PeerCredentials.Read(file.SafeFileHandle, out _));
    }
}
