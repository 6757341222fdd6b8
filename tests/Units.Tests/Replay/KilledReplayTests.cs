using Larder.Posix;
using Larder.Units.Graph;
using Larder.Units.Replay;
using Larder.Units.Running;
using Larder.Units.Tests.Harness;

namespace Larder.Units.Tests.Replay;

/// <summary>Replays that don't come to their end.</summary>
public sealed class KilledReplayTests(Replays projects) : IClassFixture<Replays>
{
    // A builder that leaves the session, clears its environment in one child, and would run for ever.
    private const string Endless = """
        derivation {
          name = "endless"; system = builtins.currentSystem; builder = "/bin/bash";
          args = [ "-c" ''
            PATH=/usr/bin:/bin
            setsid sleep 1000 &
            env -i sleep 1001 &
            echo begun
            sleep 1002
          '' ];
        }
        """;

    [NixFact]
    public void Stopping_kills_every_process_of_the_replay()
    {
        UnitNode node = Replays.Between(projects.Instantiate(Endless));
        using CancellationTokenSource source = new();
        Assert.Throws<OperationCanceledException>(() => projects.Replay(node, line: line => source.Cancel(), stop: source.Token));
        Assert.Empty(Sleepers(node));
    }

    [NixFact]
    public void What_a_builder_leaves_running_ends_with_it()
    {
        string path = projects.Instantiate("""derivation { name = "leaver"; system = builtins.currentSystem; builder = "/bin/bash"; args = [ "-c" "/usr/bin/setsid /bin/sleep 1003 & echo > $out" ]; }""");
        UnitNode node = Replays.Between(path);
        projects.BuildAlone(node);
        Assert.Empty(Sleepers(node));
    }

    [NixFact]
    public void The_lock_is_held_while_anything_of_the_replay_lives() // The peer's defect 4.
    {
        string path = projects.Store.Root + "/lock";
        File.WriteAllText(path, "");
        FileSystem.Open(ByteText.Encode(path), OpenFlags.ReadWrite, out FileDescriptor held);
        Assert.True(held.TryLockExclusive());
        FileSystem.Open(ByteText.Encode(path), OpenFlags.ReadWrite, out FileDescriptor other);
        bool free = true;
        UnitNode node = Replays.Between(projects.Instantiate(Endless));
        using CancellationTokenSource source = new();
        Assert.Throws<OperationCanceledException>(() => projects.Replay(
            node,
            line: line =>
            {
                held.Dispose();
                free = other.TryLockExclusive();
                source.Cancel();
            },
            held: held,
            stop: source.Token));
        Assert.False(free);
        Assert.True(other.LockExclusive());
        other.Dispose();
    }

    [NixTheory]
    [InlineData("arith")]
    [InlineData("text")]
    [InlineData("patched")]
    [InlineData("plain")]
    public void Killed_anywhere_and_resumed_it_comes_out_as_a_build_from_nothing(string unit)
    {
        projects.Build(unit);
        Dictionary<string, byte[]> expected = Contents(unit);
        UnitNode node = projects.Node(unit);
        Random random = new(7);
        // How long a replay takes is this machine's affair: moments are tried until some have met one, in ever shorter spans.
        TimeSpan span = TimeSpan.FromMilliseconds(700);
        for (int killed = 0, round = 0; killed < 5; round++)
        {
            Assert.True(round < 100, $"{killed} of {round} replays were killed");
            if (round % 3 == 0)
                DeleteIfThere(projects.Directories.Build(node.Name));
            // Something to do: all sources are newer.
            foreach (string file in Directory.GetFiles(node.Source!, "*", SearchOption.AllDirectories))
                File.SetLastWriteTimeUtc(file, DateTime.UtcNow);
            using CancellationTokenSource source = new(random.NextDouble() * span);
            try
            {
                projects.Replay(node, stop: source.Token);
                span *= 0.8;
            }
            catch (OperationCanceledException)
            {
                killed++;
            }

            Assert.Empty(MarkedProcesses.Find(0, Marks(node)));
        }

        projects.BuildAlone(node);
        Assert.Equal(expected, Contents(unit));
    }

    [NixFact]
    public void Where_the_caller_is_killed_the_warden_ends_the_rest()
    {
        // A bash in the part of larder: it holds the pipe to the warden, and starts a process that bears the mark and one in the session that is told.
        string mark = "LARDER_TEST_MARK=" + Path.GetFileName(projects.Store.Root);
        string script = projects.Store.Root + "/warden.sh";
        File.WriteAllBytes(script, EmbeddedText.Read("warden.sh"));
        string pipe = projects.Store.Root + "/pipe";
        string ready = projects.Store.Root + "/ready";
        (int status, _, string error) = projects.Store.Run(
            "bash", "-c", $$"""
                set -e
                mkfifo {{pipe}}
                setsid bash {{script}} {{mark}} 3<{{pipe}} >/dev/null 2>&1 &
                warden=$!
                {{mark}} setsid sleep 1004 >/dev/null 2>&1 &
                bash -c 'exec 4>{{pipe}}; setsid bash -c "sleep 1005 & echo \$\$ >{{ready}}; wait" >/dev/null 2>&1 4>&- & until [ -s {{ready}} ]; do sleep 0.01; done; echo session $(cat {{ready}}) >&4; kill -9 $$' || true
                wait $warden
                """);
        Assert.True(status == 0, error);
        Assert.Empty(MarkedProcesses.Find(int.Parse(File.ReadAllText(ready)), [ByteText.Encode(mark)]));
    }

    /// <summary>In a container whose session's leader is outside, all processes have session 0.</summary>
    [NixFact]
    public void A_warden_that_was_told_nothing_leaves_a_container_alone()
    {
        string script = projects.Store.Root + "/silent-warden.sh";
        File.WriteAllBytes(script, EmbeddedText.Read("warden.sh"));
        (int status, string output, string error) = projects.Store.Run(
            "unshare", "--pid", "--fork", "--mount-proc", "bash", "-c", $"sleep 1006 & bash {script} LARDER_TEST_MARK=nobody 3</dev/null; kill -0 $! && echo alive; kill $!");
        Assert.True(status == 0, error);
        Assert.Equal("alive\n", output);
    }

    private static void DeleteIfThere(string directory)
    {
        if (Directory.Exists(directory))
            Directory.Delete(directory, recursive: true);
    }

    private static byte[][] Marks(ReplayRequest request, string top) => [.. ReplayPlaces.Marks(request, top).Select(mark => ByteText.Encode(mark))];

    private byte[][] Marks(UnitNode node) => [Marks(projects.Request(node), "")[0]];

    private int[] Sleepers(UnitNode node) => MarkedProcesses.Find(0, Marks(node));

    private Dictionary<string, byte[]> Contents(string unit) => Directory.GetFiles(projects.View(unit), "*", SearchOption.AllDirectories)
        .ToDictionary(file => file, File.ReadAllBytes);
}
