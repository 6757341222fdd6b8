using System.Diagnostics;
using System.Runtime.Versioning;
using Larder.Posix;
using Larder.Protocol.Endpoints;
using static Larder.Daemon.Tests.Lifetime.DaemonFixture;

namespace Larder.Daemon.Tests.Lifetime;

/// <summary>Finding and starting a daemon (daemon failures, 1 to 9, and 27), with real processes.</summary>
[SupportedOSPlatform("linux")]
public sealed class StartTests : IDisposable
{
    private readonly DaemonFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    /// <summary>Failure 1.</summary>
    [Fact]
    public void Of_many_that_start_at_once_one_serves_and_the_others_are_content()
    {
        Process[] starts = [.. Enumerable.Range(0, 6).Select(_ => _fixture.Execute())];

        foreach (Process start in starts)
            Assert.Equal((0, "", ""), Finish(start));
        Until(() => _fixture.Daemons.Length == 1);
        Assert.True(_fixture.Answers);
    }

    /// <summary>Failure 1.</summary>
    [Fact]
    public void A_second_start_leaves_the_first_daemon_and_its_socket_alone()
    {
        int first = _fixture.Start();
        FileSystem.LinkStat(_fixture.Endpoint.Socket, out FileStatus before);

        Assert.Equal(first, _fixture.Start());

        FileSystem.LinkStat(_fixture.Endpoint.Socket, out FileStatus after);
        Assert.True(after.IsSameFileAs(in before));
        Assert.True(_fixture.Answers);
    }

    [Fact]
    public void In_the_foreground_a_second_one_says_that_there_is_one()
    {
        _fixture.Start();

        (int status, string output, string error) = Finish(_fixture.Execute("--foreground"));

        Assert.Equal((0, "", $"larderd: already running on {_fixture.Socket}\n"), (status, output, error));
    }

    /// <summary>Failure 2.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_a_dead_daemon_left_stands_in_nobodys_way(bool isSocket)
    {
        Endpoint endpoint = _fixture.Endpoint.Prepare();
        foreach (byte[] name in new[] { endpoint.Socket, endpoint.BindingName })
        {
            if (!isSocket)
            {
                File.WriteAllText(System.Text.Encoding.UTF8.GetString(name), "");
                continue;
            }

            Assert.Equal(Errno.None, UnixListener.Listen(name, 1, out FileDescriptor dead));
            dead.Dispose();
        }

        _fixture.Start();

        Assert.True(_fixture.Answers);
    }

    /// <summary>Failures 3 and 26.</summary>
    [Fact]
    public void A_killed_daemon_is_followed_by_the_next_one()
    {
        int first = _fixture.Start();
        Signal(first, "KILL");
        Until(() => _fixture.IsLockFree);

        int second = _fixture.Start();

        Assert.NotEqual(first, second);
        Assert.True(_fixture.Answers);
    }

    /// <summary>Failure 26.</summary>
    [Fact]
    public void Killed_at_any_moment_of_its_start_it_leaves_nothing_in_the_way()
    {
        Random random = new(1);
        for (int i = 0; i < 6; i++)
        {
            using Process process = _fixture.Execute("--foreground");
            Thread.Sleep(random.Next(20, 400));
            process.Kill();
            process.WaitForExit();
        }

        _fixture.Start();

        Assert.True(_fixture.Answers);
    }

    /// <summary>Failure 4.</summary>
    [Fact]
    public void Whoever_starts_it_is_told_why_it_fails()
    {
        _fixture.With("LARDER_DIR", null).With("HOME", null);
        (int status, string output, string error) = Finish(_fixture.Execute());

        Assert.Equal((1, ""), (status, output));
        Assert.Equal("larderd: not started: there is no directory for the cache: set dir (LARDER_DIR), or HOME\n", error);
        Until(() => _fixture.Daemons.Length == 0);
    }

    /// <summary>Failure 4: and a start by itself isn't tried again at once.</summary>
    [Fact]
    public void What_stands_in_the_sockets_way_is_said_and_logged()
    {
        Directory.CreateDirectory(_fixture.Socket + "/in/the/way");
        File.SetUnixFileMode(_fixture.Root + "/larder", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        (int status, _, string error) = Finish(_fixture.Execute());

        Assert.Equal(1, status);
        Assert.Equal($"larderd: not started: {_fixture.Socket}: Is a directory\n", error);
        Until(() => _fixture.IsLockFree);
        Assert.Contains($" error 11 Not started: {_fixture.Socket}: Is a directory\n", _fixture.LogText);
        using EndpointLock held = EndpointLock.TryTake(_fixture.Endpoint, out _)!;
        Assert.True(held.WasTriedRecently());
    }

    /// <summary>Failures 4 and 12.</summary>
    [Theory]
    [InlineData()]
    [InlineData("--foreground")]
    public void A_directory_that_is_a_link_is_not_used(params string[] arguments)
    {
        Directory.CreateDirectory(_fixture.Root + "/other", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Directory.CreateSymbolicLink(_fixture.Root + "/larder", _fixture.Root + "/other");

        (int status, _, string error) = Finish(_fixture.Execute(arguments));

        Assert.Equal(1, status);
        Assert.Contains($"{_fixture.Root}/larder is not used: it has to be a directory (no link) of this user's", error);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_fixture.Root + "/other"));
    }

    /// <summary>Failure 4.</summary>
    [Fact]
    public void A_start_that_is_not_waited_for_returns_and_the_daemon_comes()
    {
        Assert.Equal((0, "", ""), Finish(_fixture.Execute("--no-wait")));

        Until(() => File.Exists(_fixture.Socket));
        Assert.True(_fixture.Answers);
    }

    /// <summary>Failures 1 and 9: as the shim does it, lock first.</summary>
    [Fact]
    public void A_lock_that_is_handed_over_stays_held_until_the_daemon_ends()
    {
        using (EndpointLock held = EndpointLock.TryTake(_fixture.Endpoint.Prepare(), out _)!)
        {
            string[] words = [.. new[] { "HOME", "XDG_RUNTIME_DIR", "LARDER_DIR" }.Zip([_fixture.Root, _fixture.Root, _fixture.Root + "/cache"], (n, v) => n + "=" + v)];
            string dotnet = "DOTNET_ROOT=" + Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "../../.."));
            SpawnRequest request = new()
            {
                Path = System.Text.Encoding.UTF8.GetBytes(DaemonFixture.Program),
                Arguments = ["larderd"u8.ToArray(), "--no-wait"u8.ToArray(), "--lock-fd=3"u8.ToArray()],
                Environment = new ProcessEnvironment([.. words.Append(dotnet).Append("LARDER_CONFIG=/dev/null").Select(System.Text.Encoding.UTF8.GetBytes)]),
                Detached = true,
                Kept = [held.File],
            };
            Assert.Equal(Errno.None, ChildProcess.Start(request, out ChildProcess child));
            Assert.True(child.Wait().Succeeded);
        }

        Assert.False(_fixture.IsLockFree);
        Until(() => File.Exists(_fixture.Socket));
        Assert.True(_fixture.Answers);
        Assert.False(_fixture.IsLockFree);

        Signal(_fixture.OnlyDaemon(), "TERM");
        Until(() => _fixture.IsLockFree);
    }

    /// <summary>Failure 8: ninja waits for the end of its pipe, make for its job server's.</summary>
    [Fact]
    public void It_holds_on_to_nothing_of_its_callers()
    {
        // Finish waits until nobody has the pipes of its standard output and error open; the shell reads descriptor 9's to its end.
        (int status, string output, string error) = Finish(_fixture.Shell("""
            set -e
            cd "$XDG_RUNTIME_DIR" && mkdir gone && cd gone && rmdir ../gone
            { "$D" 9>&1 >&2; } | cat
            """));
        Assert.Equal((0, ""), (status, output));
        _ = error;

        string pid = _fixture.OnlyDaemon().ToString(System.Globalization.CultureInfo.InvariantCulture);
        foreach (string stream in new[] { "0", "1", "2" })
            Assert.Equal("/dev/null", new FileInfo($"/proc/{pid}/fd/{stream}").LinkTarget);
        Assert.Equal("/", new FileInfo($"/proc/{pid}/cwd").LinkTarget);
        Assert.True(_fixture.Answers);
    }

    /// <summary>Failure 8.</summary>
    [Fact]
    public void It_keeps_settings_and_nothing_else_of_the_builds_environment()
    {
        _fixture.With("MAKEFLAGS", "--jobserver-auth=3,4").With("NOTIFY_SOCKET", "/nowhere").With("LARDER_MAX_JOBS", "3");

        string environment = File.ReadAllText($"/proc/{_fixture.Start()}/environ");

        Assert.Contains("LARDER_MAX_JOBS=3\0", environment);
        Assert.DoesNotContain("MAKEFLAGS", environment);
        Assert.DoesNotContain("NOTIFY_SOCKET", environment);
    }

    /// <summary>Failure 9.</summary>
    [Fact]
    public void It_is_nobodys_child_and_in_a_session_of_its_own()
    {
        (int status, string output, _) = Finish(_fixture.Shell("\"$D\" --no-wait; echo $$"));
        Assert.Equal(0, status);
        string[] lines = output.Split('\n');
        int pid = _fixture.OnlyDaemon();

        string[] stat = File.ReadAllText($"/proc/{pid}/stat").Split(") ")[1].Split(' ');
        Assert.NotEqual(lines[0], stat[1]);
        Assert.Equal(pid.ToString(System.Globalization.CultureInfo.InvariantCulture), stat[3]);
    }

    /// <summary>Failure 27.</summary>
    [Fact]
    public void Whenever_its_name_is_there_somebody_answers()
    {
        using Process process = _fixture.Execute("--foreground");
        Until(() => File.Exists(_fixture.Socket));

        Assert.True(_fixture.Answers);
    }

    /// <summary>Failure 10.</summary>
    [Fact]
    public void Another_cache_has_another_daemon()
    {
        _fixture.Start();
        _fixture.With("LARDER_DIR", _fixture.Root + "/other");

        Assert.Equal((0, "", ""), Finish(_fixture.Execute()));

        Assert.Equal(2, _fixture.Daemons.Length);
    }
}
