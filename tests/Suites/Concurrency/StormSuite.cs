using Larder.Suites.Harness;

namespace Larder.Suites.Concurrency;

/// <summary>Sixteen builds on one cache, while others take entries away: every object right, every call counted, nothing left.</summary>
public sealed class StormSuite : IDisposable
{
    private const int Workers = 16;
    private const int Sources = 12;

    /// <summary>One worker: compiles sources at random, some of them shared with all others, and compares each object.</summary>
    private const string Worker = """
        RANDOM=$1
        for ((i = 0; i < $2; i++)); do
          k=$((RANDOM % SOURCES))
          case $((k % 3)) in 0) c=gcc ;; 1) c=clang ;; *) c="gcc -MD -MF $1.d -g" ;; esac
          rm -f $1.o
          "$LARDER" $c -c s$k.c -o $1.o || echo "FAILED $k"
          cmp $1.o reference$k.o || echo "DIFFERS $k"
          echo >> $1.calls
        done
        """;

    private readonly Workspace _work = new();

    public StormSuite()
    {
        _work.Variables["SOURCES"] = Sources.ToString();
        _work.Write("common.h", "#define COMMON 7\nstatic inline int common(int x) { return x * COMMON; }\n");
        for (int i = 0; i < Sources; i++)
            _work.Write($"s{i}.c", $"#include \"common.h\"\nint f{i}(int x) {{ return common(x) + {i}; }}\n");
        _work.Write("worker.sh", Worker);
        _work.Shell("""
            for ((k = 0; k < SOURCES; k++)); do
              case $((k % 3)) in 0) c=gcc ;; 1) c=clang ;; *) c="gcc -MD -MF reference.d -g" ;; esac
              $c -c s$k.c -o reference$k.o || exit 1
            done
            """).Succeeded();
    }

    public void Dispose() => _work.Dispose();

    [Fact]
    public void Sixteen_builds_share_a_cache()
    {
        Storm(TestLength.Choose(8, 300), string.Empty);
        Dictionary<string, long> counters = _work.Counters();
        AssertAllCounted(counters);
        Assert.True(counters["direct_hit"] > 0);
        Assert.False(counters.ContainsKey("corrupt_entry"));

        // When all is quiet, everything is a hit. (A daemon that was killed may not have stored all.)
        if (SuiteMode.IsKilled)
            return;
        _work.ZeroCounters();
        Storm(2, string.Empty);
        Assert.Equal(["direct_hit"], _work.Counters().Keys);
    }

    [Fact]
    public void Sixteen_builds_go_on_while_others_evict_and_clear()
    {
        // A store in every other call exceeds the limit; the loop beside them takes all that is left. It pauses, for a daemon compiles no more
        // than a few at a time: what is to exceed the limit must not all be cleared before.
        _work.Variables["LARDER_MAX_FILES"] = "9";
        _work.Variables["LARDER_MAX_SIZE"] = "40k";
        Storm(TestLength.Choose(6, 300), "while [ ! -e stop ]; do for s in .05 .05 1; do \"$LARDER\" clear >/dev/null || echo CLEAR; sleep $s; done; done &");
        Dictionary<string, long> counters = _work.Counters();
        AssertAllCounted(counters);
        Assert.True(counters["evicted"] > 0);
        Assert.True(counters["cleared"] > 0);
        Assert.False(counters.ContainsKey("corrupt_entry"));
    }

    [Fact]
    public void Sixteen_builds_go_on_while_the_cache_is_deleted_underneath()
    {
        Storm(TestLength.Choose(4, 100), "while [ ! -e stop ]; do rm -rf \"$LARDER_DIR\" 2>/dev/null; sleep 0.03; done &");
        Assert.Empty(_work.OutputTemporaries());
    }

    /// <summary>Eight checkouts whose headers differ, and so one manifest that all of them add to in the same moment: nobody's variant is lost.</summary>
    [Fact]
    public void What_several_add_to_one_manifest_at_once_is_all_there()
    {
        const int Checkouts = 8;
        for (int round = 0; round < TestLength.Choose(10, 100); round++)
        {
            for (int i = 1; i <= Checkouts; i++)
            {
                _work.Write($"d{i}/x.h", $"#define X {i}\n");
                _work.Write($"d{i}/x.c", $"#include \"x.h\"\nint x(void) {{ return X + {round}; }}\n");
            }

            Workspace.Settle();
            Each(" &");
            if (SuiteMode.IsKilled)
                continue; // It may not have stored all.
            _work.ZeroCounters();
            Each(string.Empty);
            _work.Expect(("direct_hit", Checkouts));
        }

        void Each(string end) => Assert.Equal(string.Empty, _work.Shell($$"""
            for i in $(seq {{Checkouts}}); do (cd d$i && exec "$LARDER" gcc -c x.c -o x.o){{end}}
            done
            wait
            """).Succeeded().ErrorText);
    }

    /// <summary>A daemon that is killed takes counts with it.</summary>
    private void AssertAllCounted(Dictionary<string, long> counters)
    {
        if (!SuiteMode.IsKilled)
            Assert.Equal(Calls(), counters.Requests());
    }

    private long Calls() =>
        Directory.GetFiles(_work.Directory, "*.calls").Sum(file => new FileInfo(file).Length);

    private void Storm(int rounds, string disturbance)
    {
        foreach (string file in Directory.GetFiles(_work.Directory, "*.calls"))
            File.Delete(file);
        ProcessResult result = _work.Shell($"""
            {disturbance}
            for ((w = 1; w <= {Workers}; w++)); do bash worker.sh $w {rounds} & pids="$pids $!"; done
            wait $pids
            touch stop; wait; rm stop
            """).Succeeded();
        Assert.Equal(string.Empty, result.OutputText + result.ErrorText);
        Assert.Equal(Workers * rounds, Calls());
        Assert.Empty(_work.OutputTemporaries());
        Assert.Empty(_work.TemporaryFiles());
    }
}
