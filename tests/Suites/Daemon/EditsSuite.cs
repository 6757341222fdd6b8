using Larder.Suites.Harness;

namespace Larder.Suites.Daemon;

/// <summary>
/// The daemon's memory of files under edits at full speed: eight clients, each of which edits and compiles without a pause, and each object is
/// the one of the text that was there. Sources change by rename, in place, and by another file of the same size and time stamp.
/// </summary>
public sealed class EditsSuite : IDisposable
{
    private const int Workers = 8;

    /// <summary>Texts come back, so that hits are served between the misses. The objects hold the number as a string.</summary>
    private const string Worker = """
        RANDOM=$1; mkdir e$1; cd e$1
        echo 'const char *text = TEXT;' > body.h
        printf '#include "h.h"\n#include "body.h"\n' > x.c
        for ((i = 0; i < $2; i++)); do
          n=$((1000 + RANDOM % 4))
          case $((RANDOM % 3)) in
            0) echo "#define TEXT \"<w$1 n$n>\"" > h.h ;;
            1) echo "#define TEXT \"<w$1 n$n>\"" > h.new; mv h.new h.h ;;
            *) echo "#define TEXT \"<w$1 n$n>\"" > h.new; touch -d '2020-01-01' h.new; mv h.new h.h ;;
          esac
          [ $((RANDOM % 4)) = 0 ] && sleep 0.03
          "$LARDER" gcc -c x.c -o x.o || echo "FAILED $i"
          grep -q "<w$1 n$n>" x.o || echo "STALE $1 $i: $n but $(strings x.o | grep '<w')"
        done
        """;

    private readonly ServedWorkspace _served = new(maxJobs: 8);

    public void Dispose() => _served.Dispose();

    [Fact]
    public void Edits_at_full_speed_never_give_a_stale_object()
    {
        _served.Work.Write("worker.sh", Worker);
        int rounds = TestLength.Choose(40, 1500);
        ProcessResult result = _served.ClientScript($$"""
            for ((w = 1; w <= {{Workers}}; w++)); do bash worker.sh $w {{rounds}} & done; wait
            """).Finish().Succeeded();
        Assert.Equal("", result.OutputText + result.ErrorText);
        Dictionary<string, long> counters = _served.Work.Counters();
        Assert.Equal(Workers * rounds, counters.Requests());
        Assert.True(counters["direct_hit"] > 0, "no hit was served, so none was tested");
        _served.AssertAtRest();
    }
}
