using System.Globalization;
using Larder.Suites.Harness;

namespace Larder.Suites.Daemon;

/// <summary>Many clients for long: every output right, and the daemon as lean at the end as at the beginning.</summary>
public sealed class LoadSuite : IDisposable
{
    private const int Clients = 64;
    private const int Sources = 24;

    /// <summary>Every seventh source fails, every fifth says something, and one call in six is of a source that nobody has compiled.</summary>
    private const string Client = """
        RANDOM=$1; mkdir l$1; end=$((SECONDS + $2)); n=0
        while [ $SECONDS -lt $end ] && [ $n -lt $3 ]; do
          n=$((n + 1)); k=$((RANDOM % SOURCES)); u=0
          if [ $((RANDOM % 6)) = 0 ] && [ $((k % 7)) != 0 ]; then
            u=$RANDOM; cp s$k.c l$1/u.c; echo "const char u[] = \"<$u-$n>\";" >> l$1/u.c
            "$LARDER" gcc -c l$1/u.c -o l$1/o 2> l$1/e || echo "FAILED u $k"
            grep -q "<$u-$n>" l$1/o || echo "WRONG u $k"
          else
            rm -f l$1/o
            "$LARDER" gcc -c s$k.c -o l$1/o 2> l$1/e; status=$?
            [ $status = $(cat r$k.status) ] || echo "STATUS $k: $status"
            cmp -s l$1/e r$k.e || { echo "SAID $k"; cat l$1/e; }
            if [ -e r$k.o ]; then cmp -s l$1/o r$k.o || echo "WRONG $k"; else [ ! -e l$1/o ] || echo "THERE $k"; fi
          fi
        done
        echo $n > l$1/calls
        """;

    private readonly ServedWorkspace _served = new(maxJobs: 4);

    public LoadSuite()
    {
        Workspace work = _served.Work;
        work.Variables["SOURCES"] = Sources.ToString(CultureInfo.InvariantCulture);
        for (int k = 0; k < Sources; k++)
            work.Write($"s{k}.c", (k % 5 == 0 ? "#warning of this one\n" : "") + $"#include <stddef.h>\nint s{k}(int x) {{ return x + {k}{(k % 7 == 0 ? " + " : "")}; }}\n");
        work.Write("client.sh", Client);
        _served.ClientScript("for ((k = 0; k < SOURCES; k++)); do gcc -c s$k.c -o r$k.o 2> r$k.e; echo $? > r$k.status; done").Finish().Succeeded();
        Workspace.Settle();
    }

    public void Dispose() => _served.Dispose();

    [Fact]
    public void Sixty_four_clients_at_once()
    {
        Run(Clients, 1, 2);
        DaemonResources before = DaemonResources.Of(_served.ProcessId);
        Run(Clients, TestLength.Choose(10, 60), 1_000_000);
        _served.AssertAtRest();
        ServedWorkspace.Until(() => _served.Status().GetProperty("connections").GetInt32() <= 1, "all connections are closed");
        DaemonResources.Of(_served.ProcessId).AssertNoMoreThan(before, "64 clients");
        Assert.False(_served.Work.Counters().ContainsKey("corrupt_entry"));
        Assert.False(_served.Work.Counters().ContainsKey("internal_error"));
    }

    /// <summary>A day's work in small.</summary>
    [Fact]
    public void A_day_in_small()
    {
        int requests = TestLength.Choose(2_000, 20_000);
        Run(4, 10_000, requests / 40);
        DaemonResources before = DaemonResources.Of(_served.ProcessId);
        Run(4, 10_000, requests / 4);
        _served.AssertAtRest();
        DaemonResources after = DaemonResources.Of(_served.ProcessId);
        after.AssertNoMoreThan(before, "a day");
        Assert.True(_served.Requests >= requests, "not all of it went through the daemon");

        _served.Work.ZeroCounters();
        for (int k = 1; k < 7; k++)
        {
            _served.Work.Larder("gcc", "-c", $"s{k}.c", "-o", "o").Succeeded();
            Assert.Equal(_served.Work.Read($"r{k}.o"), _served.Work.Read("o"));
        }

        _served.Work.Expect(("direct_hit", 6));
    }

    private void Run(int clients, int seconds, int calls)
    {
        ProcessResult result = _served.Work.Shell($$"""
            rm -rf l*; for ((c = 1; c <= {{clients}}; c++)); do bash client.sh $c {{seconds}} {{calls}} & done; wait
            """).Succeeded();
        Assert.Equal("", result.OutputText + result.ErrorText);
        Assert.Equal(clients, Directory.GetFiles(_served.Work.Directory, "calls", SearchOption.AllDirectories).Length);
    }
}
