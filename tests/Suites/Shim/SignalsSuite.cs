using Larder.Suites.Harness;

namespace Larder.Suites.Shim;

/// <summary>Interrupted compiles: the compiler ends with larder, larder dies as the compiler would have, and nothing is left.</summary>
public sealed class SignalsSuite : IDisposable
{
    /// <summary>Compiles until the compiler is ended, in constant memory.</summary>
    private const string Endless = """
        constexpr int endless() { int i = 0; while (i < 5) i = (i + 1) % 5; return i; }
        static_assert(endless() == 5);
        """;

    private readonly Workspace _work = new();

    public SignalsSuite()
    {
        _work.Write("endless.cc", Endless);
        _work.Write("tiny.cc", "int tiny;\n");
    }

    public void Dispose() => _work.Dispose();

    public static TheoryData<string, string, int> Cases => new()
    {
        { "g++", "INT", 130 }, { "g++", "TERM", 143 }, { "g++", "HUP", 129 }, { "g++", "QUIT", 131 },
        { "clang++", "INT", 130 }, { "clang++", "TERM", 143 }, { "clang++", "HUP", 129 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_signal_to_the_shim_alone_ends_the_compiler_too(string compiler, string signal, int status)
    {
        ProcessResult result = Interrupt($"\"$LARDER\" {compiler}", $"kill -{signal} $pid");
        Assert.Equal($"{status}\n", result.OutputText);
        AssertQuiet();
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_signal_to_the_whole_group_as_by_the_terminal(string compiler, string signal, int status)
    {
        ProcessResult result = Interrupt($"\"$LARDER\" {compiler}", $"kill -{signal} -- -$pid");
        Assert.Equal($"{status}\n", result.OutputText);
        AssertQuiet();
    }

    [Theory]
    [InlineData("g++")]
    [InlineData("clang++")]
    public void A_compiler_that_is_killed_is_reported_as_it_would_be(string compiler)
    {
        // The part that compiles, below the driver.
        const string Kill = "pkill -KILL -g $pid 'cc1plus|clang'";
        ProcessResult bare = Interrupt(compiler, Kill);
        ProcessResult result = Interrupt($"\"$LARDER\" {compiler}", Kill);
        Assert.Equal(bare.OutputText, result.OutputText);
        Assert.NotEqual("0\n", result.OutputText);
        AssertQuiet();
        Assert.Equal(1, _work.Counters()["stored"]);
    }

    [Fact]
    public void Signals_that_are_ignored_stay_ignored()
    {
        _work.Write("short.c", "int s;\n");
        _work.Write("held-gcc", """
            #!/bin/sh
            for w; do case $w in -v|-'###'|-E|-print*) exec gcc "$@" ;; esac; done
            touch begun; until [ -e go ]; do sleep 0.01; done
            exec gcc "$@"
            """);
        _work.Shell("chmod 755 held-gcc").Succeeded();
        ProcessResult result = _work.Shell("""
            env --ignore-signal=HUP,INT,QUIT,TERM setsid "$LARDER" ./held-gcc -c short.c -o short.o & pid=$!
            for ((i = 0; i < 6000; i++)); do [ -e begun ] && break; sleep 0.01; done
            sleep 0.25; for s in HUP INT QUIT TERM; do kill -$s $pid; kill -$s -- -$pid; done
            touch go; wait $pid; echo $?
            """);
        Assert.Equal("0\n", result.OutputText);
        Assert.True(_work.Exists("short.o"));
    }

    [Fact]
    public void Interrupted_hits_leave_no_temporary_files()
    {
        _work.Write("big.c", "#define T 1,2,3,4,5,6,7,8\n#define U T,T,T,T,T,T,T,T\n#define V U,U,U,U,U,U,U,U\nint big[] = { V,V,V,V,V,V,V,V };\n");
        _work.Run(LarderBinary.Path, ["gcc", "-c", "big.c", "-o", "big.o"]).Succeeded();
        int rounds = TestLength.Choose(60, 2000);
        _work.Shell($"""
            for ((i = 0; i < {rounds}; i++)); do
              rm -f big.o; env --default-signal=INT setsid "$LARDER" gcc -c big.c -o big.o & pid=$!
              sleep 0.00$((RANDOM % 9)); kill -INT $pid 2>/dev/null; wait $pid
            done 2>/dev/null
            """);
        Assert.Empty(_work.OutputTemporaries());
    }

    private ProcessResult Interrupt(string command, string interruption)
    {
        string limits = command.Contains("clang", StringComparison.Ordinal)
            ? "-fconstexpr-steps=4294967295"
            : "-fconstexpr-loop-limit=2147483647 -fconstexpr-ops-limit=9223372036854775807";
        ProcessResult result = _work.Shell($$"""
            ulimit -c 0
            # Who the compiler is takes a while to find out, the first time.
            {{command}} -std=c++17 {{limits}} -c tiny.cc -o tiny.o
            env --default-signal=INT,QUIT setsid {{command}} -std=c++17 {{limits}} -c endless.cc -o endless.o 2>/dev/null & pid=$!
            # What bash starts in the background ignores INT and QUIT; what a terminal's user starts does not.
            # All of them catch HUP: the shim once it relays signals, a driver once it has files to remove.
            catches() { local mask; mask=$(sed -n 's/^SigCgt:[[:space:]]*//p' /proc/$pid/status) && (( 16#${mask:-0} & 1 )); }
            for ((i = 0; i < 3000; i++)); do pgrep -g $pid 'cc1plus|clang' >/dev/null && catches && break; sleep 0.01; done
            sleep 0.25
            {{interruption}}
            wait $pid 2>/dev/null; echo $?
            for ((i = 0; i < 1000; i++)); do pgrep -g $pid >/dev/null || break; sleep 0.01; done
            pgrep -l -g $pid; kill -KILL -- -$pid 2>/dev/null; true
            """);
        return result;
    }

    private void AssertQuiet()
    {
        Assert.False(_work.Exists("endless.o"));
        _work.AssertNothingLeft();
    }
}
