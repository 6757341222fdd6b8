using Larder.Suites.Harness;

namespace Larder.Suites.Daemon;

/// <summary>Line 19: working directory, umask, environment and the file systems are the request's, never the daemon's, however many ask at once.</summary>
public sealed class RequestPlaceSuite : IDisposable
{
    private const int Clients = 64;

    private static readonly string[] Umasks = ["000", "002", "007", "022", "026", "027", "037", "077"];

    private readonly ServedWorkspace _served = new(maxJobs: 8);

    public void Dispose() => _served.Dispose();

    [Fact]
    public void Sixty_four_clients_from_their_own_directories_with_their_own_umasks_and_environments()
    {
        Workspace work = _served.Work;
        for (int i = 0; i < Clients; i++)
        {
            work.Write($"d{i}/x.c", "#include \"v.h\"\n#include <w.h>\nint x(void) { return V * 100 + W; }\n");
            work.Write($"d{i}/v.h", $"#define V {i}\n");
            work.Write($"w{i % 5}/w.h", $"#define W {i % 5}\n");
        }

        Workspace.Settle();
        _served.ClientScript(Script("", "bare.o")).Finish().Succeeded();
        foreach (string round in (string[])["miss", "hit"])
        {
            _served.ClientScript(Script("\"$LARDER\"", round + ".o")).Finish().Succeeded();
            for (int i = 0; i < Clients; i++)
            {
                Assert.Equal(work.Read($"d{i}/bare.o"), work.Read($"d{i}/{round}.o"));
            }

            Assert.Equal("", work.Shell($"for d in d*; do [ $(stat -c %a $d/bare.o) = $(stat -c %a $d/{round}.o) ] || echo $d; done").OutputText);
        }

        work.Expect(("direct_hit", Clients), ("miss", Clients), ("stored", Clients));
        _served.AssertAtRest();
    }

    /// <summary>The tools of the test stand in the new root too, bound from the old one; the sources of the same names are others.</summary>
    [RootFact]
    public void A_client_in_another_root()
    {
        Prepare();
        ProcessResult result = _served.ClientScript("""
            unshare -m bash -c '
              mkdir root; mount -t tmpfs none root
              for d in usr bin lib lib64 proc dev tmp etc; do [ -e /$d ] && mkdir -p root/$d && mount --rbind /$d root/$d; done
              mkdir -p root/$(dirname $LARDER) && mount --bind $(dirname $LARDER) root/$(dirname $LARDER)
              mkdir -p root/place && echo "int inside;" > root/place/x.c
              sleep 0.05
              chroot root bash -c "cd /place; gcc -g -c x.c -o bare.o; for i in 1 2; do $LARDER gcc -g -c x.c -o x.o && cmp x.o bare.o && echo same; done"'
            """).Finish();
        Assert.Equal(("same\nsame\n", ""), (result.OutputText, result.ErrorText));
        AssertUntouched();
    }

    [RootFact]
    public void A_client_in_another_mount_namespace()
    {
        Prepare();
        ProcessResult result = _served.ClientScript("""
            unshare -m bash -c '
              mount -t tmpfs none place; cd place; echo "int inside;" > x.c; sleep 0.05
              gcc -g -c x.c -o bare.o; for i in 1 2; do "$LARDER" gcc -g -c x.c -o x.o && cmp x.o bare.o && echo same; done'
            """).Finish();
        Assert.Equal(("same\nsame\n", ""), (result.OutputText, result.ErrorText));
        AssertUntouched();
    }

    /// <summary>/proc is that of the PID namespace outside: by a client's number in this one it has another process, or none.</summary>
    [PidNamespaceFact]
    public void A_daemon_whose_proc_is_of_another_PID_namespace()
    {
        ProcessResult result = _served.ClientScript($$"""
            unshare --pid --fork bash -c '
              export LARDER_SOCKET=$(dirname $LARDER_SOCKET)/other.sock
              {{SuiteDaemon.Binary}} --foreground 2> daemon.log & until [ -S $LARDER_SOCKET ]; do sleep 0.02; done
              echo "int x;" > x.c; sleep 0.05
              gcc -g -c x.c -o bare.o; for i in 1 2; do "$LARDER" gcc -g -c x.c -o x.o && cmp x.o bare.o && echo same; done'
            """).Finish();
        Assert.Equal(("same\nsame\n", ""), (result.OutputText, result.ErrorText));
        _served.Work.Expect(("direct_hit", 1), ("miss", 1), ("stored", 1));
    }

    /// <summary>The daemon has an object for the source of that name, which it must not hand to a client who sees another.</summary>
    private void Prepare()
    {
        _served.Work.Write("place/x.c", "int outside;\n");
        Workspace.Settle();
        for (int i = 0; i < 2; i++)
            _served.Work.Run(LarderBinary.Path, ["gcc", "-g", "-c", "x.c", "-o", "x.o"], directory: _served.Work.PathOf("place")).Succeeded();
        _served.Work.Write("place/before.o", _served.Work.Read("place/x.o"));
    }

    private void AssertUntouched()
    {
        Assert.Equal(_served.Work.Read("place/before.o"), _served.Work.Read("place/x.o"));
        _served.AssertAtRest();
    }

    private static string Script(string launcher, string output) => $$"""
        umasks=({{string.Join(' ', Umasks)}}); pids=
        for ((i = 0; i < {{Clients}}; i++)); do
          (cd d$i; umask ${umasks[i % 8]}; CPATH=$OLDPWD/w$((i % 5)) exec {{launcher}} gcc -g -c x.c -o {{output}}) & pids="$pids $!"
        done
        for pid in $pids; do wait $pid || exit 1; done
        """;
}
