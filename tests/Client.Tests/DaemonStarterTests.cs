using System.Runtime.Versioning;
using System.Text;
using Larder.Posix;
using Larder.Protocol.Endpoints;

namespace Larder.Client.Tests;

/// <summary>
/// How a compile starts a daemon for the next ones (daemon failures, 1, 4 to 6 and 9). In larderd's place stands a script that says how it was
/// called and holds what it was given until it is told to go.
/// </summary>
[SupportedOSPlatform("linux")]
public sealed class DaemonStarterTests : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly string _root = Directory.CreateTempSubdirectory("larder-starter-").FullName;

    public DaemonStarterTests()
    {
        File.WriteAllText(Program, $"#!/bin/sh\necho \"$*\" >>'{_root}/calls'\nwhile ! [ -e '{_root}/go' ]; do sleep 0.02; done\n");
        File.SetUnixFileMode(Program, Private);
    }

    private string Program => _root + "/larderd";

    private Endpoint Endpoint => Find(string.Empty);

    private int Calls => File.Exists(_root + "/calls") ? File.ReadAllLines(_root + "/calls").Length : 0;

    public void Dispose()
    {
        File.WriteAllText(_root + "/go", "");
        while (EndpointLock.IsHeld(Endpoint))
            Thread.Sleep(5);
        Directory.Delete(_root, recursive: true);
    }

    /// <summary>Failure 1.</summary>
    [Fact]
    public void Of_many_at_once_one_starts_one_and_the_lock_goes_with_it()
    {
        int started = 0;
        Parallel.For(0, 16, new ParallelOptions { MaxDegreeOfParallelism = 16 }, _ =>
        {
            if (TryStart().IsStarted)
                Interlocked.Increment(ref started);
        });

        Assert.Equal(1, started);
        Assert.True(EndpointLock.IsHeld(Endpoint));
        SpinWait.SpinUntil(() => Calls > 0, TimeSpan.FromMinutes(1));
        Assert.Equal("--no-wait --lock-fd=3\n", File.ReadAllText(_root + "/calls"));
    }

    /// <summary>Failure 1: another client, or a daemon that serves or drains.</summary>
    [Fact]
    public void Where_the_lock_is_held_nothing_is_started()
    {
        using EndpointLock held = EndpointLock.TryTake(Endpoint.Prepare(), out _)!;

        Assert.False(TryStart().IsStarted);
    }

    /// <summary>Failure 4: a daemon that can't start isn't tried by each compile of a build.</summary>
    [Fact]
    public void What_failed_a_moment_ago_is_not_tried_again()
    {
        File.WriteAllText(_root + "/go", "");
        DaemonStarter first = TryStart();
        Assert.True(first.IsStarted);
        SpinWait.SpinUntil(() => !EndpointLock.IsHeld(Endpoint), TimeSpan.FromMinutes(1));

        Assert.False(TryStart().IsStarted);

        using (EndpointLock held = EndpointLock.TryTake(Endpoint, out _)!)
            held.NoteEnd();
        Assert.True(TryStart().IsStarted);
    }

    /// <summary>Failure 6.</summary>
    [Fact]
    public void Where_the_directory_is_not_to_be_used_nothing_is_started()
    {
        Directory.CreateDirectory(_root + "/larder");
        File.SetUnixFileMode(_root + "/larder", Private | UnixFileMode.OtherExecute);

        Assert.False(TryStart().IsStarted);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_root + "/larder"));
    }

    [Fact]
    public void Without_larderd_nothing_is_started()
    {
        File.Delete(Program);

        Assert.False(TryStart().IsStarted);
        Assert.False(EndpointLock.IsHeld(Endpoint));
    }

    [Fact]
    public void A_shared_daemon_is_not_for_a_client_to_start()
    {
        Endpoint shared = Find(_root + "/shared.sock");

        Assert.False(DaemonStarter.TryStart(shared, Encoding.UTF8.GetBytes(Program), ProcessEnvironment.Current()).IsStarted);
    }

    private DaemonStarter TryStart() => DaemonStarter.TryStart(Endpoint, Encoding.UTF8.GetBytes(Program), ProcessEnvironment.Current());

    private Endpoint Find(string socket) => Endpoint.Find(new EndpointRequest
    {
        CacheDirectory = "/cache"u8,
        RuntimeDirectory = Encoding.UTF8.GetBytes(_root),
        ChosenSocket = Encoding.UTF8.GetBytes(socket),
    });
}
