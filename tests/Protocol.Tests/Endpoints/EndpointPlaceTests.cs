using System.Runtime.Versioning;
using Larder.Posix;
using Larder.Protocol.Endpoints;
using static Larder.Protocol.Tests.Endpoints.EndpointFixture;

namespace Larder.Protocol.Tests.Endpoints;

/// <summary>In which directory a daemon is looked for (daemon failures, 6, 7 and 12).</summary>
[SupportedOSPlatform("linux")]
public sealed class EndpointPlaceTests : IDisposable
{
    private readonly EndpointFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void It_is_below_XDG_RUNTIME_DIR_and_made_for_the_user_alone()
    {
        Endpoint absent = _fixture.Find();
        Assert.Equal(EndpointState.Absent, absent.State);
        Assert.Equal(_fixture.Place, Text(absent.Directory));
        Assert.Contains("is not there yet", absent.Describe());

        Endpoint made = absent.Prepare();
        Assert.Equal(EndpointState.Usable, made.State);
        Assert.Equal(Private, File.GetUnixFileMode(_fixture.Place));
        Assert.Equal(User.EffectiveId, made.OwnerId);
        Assert.Equal(EndpointState.Usable, _fixture.Find().State);
    }

    [Fact]
    public void The_files_of_a_daemon_stand_side_by_side()
    {
        Endpoint endpoint = _fixture.Find();

        string socket = Text(endpoint.Socket);
        Assert.Matches($"^{_fixture.Place}/[0-9a-f]{{16}}\\.sock$", socket);
        Assert.Equal(Path.ChangeExtension(socket, ".lock"), Text(endpoint.Lock));
        Assert.Equal(Path.ChangeExtension(socket, ".log"), Text(endpoint.Log));
        Assert.Equal(Path.ChangeExtension(socket, ".new"), Text(endpoint.BindingName));
        Assert.Equal(_fixture.Place + "/daemon.sock", Text(endpoint.ActivationSocket));
    }

    [Theory]
    [InlineData("")]
    [InlineData("relative")]
    [InlineData("/nowhere/at/all")]
    public void Without_a_good_XDG_RUNTIME_DIR_there_is_another_place(string runtime)
    {
        Assert.Equal(Fallback, Text(EndpointFixture.Find(runtime, "/cache").Directory));
    }

    /// <summary>Failure 7.</summary>
    [Fact]
    public void A_runtime_directory_too_long_for_an_address_is_passed_over()
    {
        string deep = _fixture.Runtime + "/" + new string('d', 100);
        Directory.CreateDirectory(deep, Private);

        Endpoint endpoint = EndpointFixture.Find(deep, "/cache");

        Assert.Equal(Fallback, Text(endpoint.Directory));
        Assert.True(endpoint.Socket.Length <= UnixListener.LongestPath);
    }

    /// <summary>Failure 12.</summary>
    [Fact]
    public void A_link_in_the_directorys_place_is_never_used()
    {
        Directory.CreateDirectory(_fixture.Runtime + "/elsewhere", Private);
        File.CreateSymbolicLink(_fixture.Place, _fixture.Runtime + "/elsewhere");

        AssertUnsafe(_fixture.Find());
    }

    /// <summary>Failure 12.</summary>
    [Fact]
    public void A_directory_that_others_can_enter_is_never_used()
    {
        Directory.CreateDirectory(_fixture.Place, Private | UnixFileMode.GroupExecute);
        File.SetUnixFileMode(_fixture.Place, Private | UnixFileMode.GroupExecute);

        AssertUnsafe(_fixture.Find());
    }

    /// <summary>Failure 12.</summary>
    [Fact]
    public void A_file_in_the_directorys_place_is_never_used()
    {
        File.WriteAllText(_fixture.Place, "");

        AssertUnsafe(_fixture.Find());
    }

    /// <summary>Failure 6.</summary>
    [Fact]
    public void A_directory_that_cannot_be_made_is_an_answer_with_its_reason()
    {
        Endpoint absent = _fixture.Find();
        Directory.Delete(_fixture.Runtime);
        try
        {
            Endpoint endpoint = absent.Prepare();

            Assert.Equal(EndpointState.Unreachable, endpoint.State);
            Assert.Contains("No such file or directory", endpoint.Describe());
        }
        finally
        {
            Directory.CreateDirectory(_fixture.Runtime);
        }
    }

    [Fact]
    public void A_chosen_socket_is_taken_as_it_is()
    {
        Directory.CreateDirectory(_fixture.Place, Private | UnixFileMode.GroupRead | UnixFileMode.GroupExecute);
        Endpoint endpoint = _fixture.Find(socket: _fixture.Place + "/shared.sock");

        Assert.Equal(EndpointState.Usable, endpoint.State);
        Assert.Equal(_fixture.Place + "/shared.sock", Text(endpoint.Socket));
        Assert.Equal(_fixture.Place + "/shared.lock", Text(endpoint.Lock));
        Assert.Empty(endpoint.ActivationSocket);
    }

    [Fact]
    public void A_chosen_socket_may_have_any_name()
    {
        Endpoint endpoint = _fixture.Find(socket: _fixture.Runtime + "/s");

        Assert.Equal(_fixture.Runtime + "/s", Text(endpoint.Socket));
        Assert.Equal(_fixture.Runtime + "/s.lock", Text(endpoint.Lock));
    }

    [Fact]
    public void A_chosen_socket_where_others_may_write_is_never_used()
    {
        File.SetUnixFileMode(_fixture.Runtime, Private | UnixFileMode.GroupWrite);
        Assert.Equal(EndpointState.Unsafe, _fixture.Find(socket: _fixture.Runtime + "/s").State);

        Assert.Equal(EndpointState.Unsafe, _fixture.Find(socket: "/tmp/larder.sock").State);
    }

    [Fact]
    public void A_chosen_socket_that_is_too_long_is_said_to_be()
    {
        Endpoint endpoint = _fixture.Find(socket: "/" + new string('s', 120));

        Assert.Equal(EndpointState.TooLong, endpoint.State);
        Assert.Contains("too long for a socket: 107 bytes at most", endpoint.Describe());
    }

    private void AssertUnsafe(Endpoint endpoint)
    {
        Assert.Equal(EndpointState.Unsafe, endpoint.State);
        Assert.Equal(_fixture.Place, Text(endpoint.Directory));
        Assert.Contains(_fixture.Place + " is not used: it has to be a directory", endpoint.Describe());
        Assert.Equal(EndpointState.Unsafe, endpoint.Prepare().State);
    }
}
