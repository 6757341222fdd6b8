using Larder.Suites.Harness;

namespace Larder.Suites.Daemon;

/// <summary>
/// Line 5: a client that may not connect compiles in process, and never starts a daemon although it might. Root may connect to anything, so the
/// client is another user.
/// </summary>
public sealed class PermissionSuite : IDisposable
{
    private readonly Workspace _work = new();

    public PermissionSuite()
    {
        _work.Write("x.c", "#warning heard\nint x;\n");
        _work.Bare("gcc", "-c", "x.c", "-o", "bare.o").Succeeded();
    }

    public void Dispose() => _work.Dispose();

    /// <summary>
    /// The daemon is dead, so neither its lock nor its answer keeps the client from starting another one: only the missing permission does.
    /// As soon as that is there, the next compile starts one.
    /// </summary>
    [RootFact]
    public void A_client_that_may_not_connect_starts_no_daemon()
    {
        ProcessResult result = _work.Shell("""
            set -e; trap '$as "$bin/larder" daemon stop >/dev/null 2>&1 || :' EXIT
            chmod 711 "$HOME"; chmod 644 x.c; bin=$HOME/bin; mkdir "$bin"; cp "$(dirname "$LARDER")"/larder* "$bin"; chmod 755 "$bin" "$bin"/*
            mkdir -m 700 run user; chown 20001 run user; cp x.c user; cd user
            unset LARDER_NO_DAEMON LARDER_SOCKET
            export LARDER_AUTO_START=yes LARDER_DIR=$PWD/cache HOME=$PWD XDG_RUNTIME_DIR=$PWD/../run
            as="setpriv --reuid 20001 --regid 20000 --clear-groups"

            $as "$bin/larder" daemon start >/dev/null
            process=$($as "$bin/larder" daemon status --json | grep -o '"process_id": [0-9]*' | grep -o '[0-9]*')
            kill -KILL "$process"; while kill -0 "$process" 2>/dev/null; do sleep 0.01; done
            cd ../run/larder; socket=$(echo *.sock); lock=$(echo *.lock); [ -S "$socket" ]; [ -e "$lock" ]
            chmod 0 "$socket"; : >"$lock"; cd ../../user

            for n in 1 2; do rm -f x.o; $as "$bin/larder" gcc -c x.c -o x.o 2>said$n; cmp x.o ../bare.o; done
            cmp said1 said2; grep -c "warning: .*heard" said1
            echo "starts tried: $(stat -c %s ../run/larder/"$lock")"
            $as "$bin/larder" daemon status 2>&1 >/dev/null | grep -o 'no permission.*'
            $as "$bin/larder" stats --json | grep -E '"(direct_hit|miss|stored|internal_error|fallback_executed)"' | tr -d ' \n'; echo

            chmod 600 ../run/larder/"$socket"; $as "$bin/larder" gcc -c x.c -o x.o 2>/dev/null
            until $as "$bin/larder" daemon status >/dev/null 2>&1; do sleep 0.05; done
            echo "one is started"
            """);
        Assert.Equal("", result.ErrorText);
        Assert.Equal(
            "1\nstarts tried: 0\nno permission to connect\n\"direct_hit\":1,\"fallback_executed\":0,\"internal_error\":0,\"miss\":1,\"stored\":1\none is started\n",
            result.OutputText);
    }
}
