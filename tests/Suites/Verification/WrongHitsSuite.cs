using System.Text;
using Larder.Storage;
using Larder.Suites.Daemon;
using Larder.Suites.Harness;

namespace Larder.Suites.Verification;

/// <summary>Entries that would give something else than the compiler: with verify_hits they are found out, by whichever way they came about.</summary>
public sealed class WrongHitsSuite : IDisposable
{
    private static readonly string[] Compile = ["gcc", "-O2", "-MD", "-c", "x.c", "-o", "x.o"];

    private readonly Workspace _work = new();

    public WrongHitsSuite() => KnownCompilers.Bring(_work);

    public void Dispose() => _work.Dispose();

    [Fact]
    public void A_planted_object_is_found_out_in_process() => PlantAndFind(_work, static () => { });

    [Fact]
    public void A_planted_object_is_found_out_where_a_daemon_serves()
    {
        using ServedWorkspace served = new();
        PlantAndFind(served.Work, () => Assert.True(served.IsRunning));
    }

    /// <summary>As ignore_options makes one, for which the user answers.</summary>
    [Fact]
    public void A_manifest_that_lacks_something_is_found_out()
    {
        _work.Variables["LARDER_IGNORE_OPTIONS"] = "-DV=*";
        _work.Write("x.c", "int v = V;\n");
        _work.Larder("gcc", "-DV=1", "-c", "x.c", "-o", "x.o").Succeeded();
        byte[] one = _work.Read("x.o");
        _work.Larder("gcc", "-DV=2", "-c", "x.c", "-o", "x.o").Succeeded();
        Assert.Equal(one, _work.Read("x.o"));

        Verify(_work, "gcc", "-DV=2", "-c", "x.c", "-o", "x.o").Succeeded();
        Assert.NotEqual(one, _work.Read("x.o"));
        _work.Expect(("direct_hit", 1), ("miss", 1), ("stored", 2), ("wrong_hit", 1));
        string report = Assert.Single(Reports(_work));
        Assert.Contains(", in .data\n", File.ReadAllText(Path.Combine(report, "report.txt")), StringComparison.Ordinal);
        Assert.Equal(one, File.ReadAllBytes(Path.Combine(report, "object.stored")));
        Assert.Equal(_work.Read("x.o"), File.ReadAllBytes(Path.Combine(report, "object.compiled")));
        Assert.Single(Directory.GetFiles(report, "*.m"));

        // What is stored now is right.
        Verify(_work, "gcc", "-DV=2", "-c", "x.c", "-o", "x.o").Succeeded();
        _work.Expect(("direct_hit", 2), ("miss", 1), ("stored", 2), ("verified_hit", 1), ("wrong_hit", 1));
    }

    /// <summary>It differs, and when it is compiled once more to be sure, the assembler fails for a reason of the moment: the build passes, as it would have without that.</summary>
    [Fact]
    public void A_repetition_that_fails_is_no_failure_of_the_build()
    {
        _work.Variables["LARDER_IGNORE_OPTIONS"] = "-DV=*";
        _work.Write("x.c", "int v = V;\n");
        _work.Write("tools/as", """
            #!/bin/sh
            case "$*" in *x.o*) echo >> tools/runs; [ $(wc -l < tools/runs) = 3 ] && exit 1 ;; esac
            exec /usr/bin/as "$@"
            """);
        _work.Shell("chmod +x tools/as; touch -d '1 hour ago' tools/as; gcc -DV=2 -c x.c -o reference.o").Succeeded();
        _work.Larder("gcc", "-Btools/", "-DV=1", "-c", "x.c", "-o", "x.o").Succeeded();
        Verify(_work, "gcc", "-Btools/", "-DV=2", "-c", "x.c", "-o", "x.o").Succeeded();
        Assert.Equal(4, File.ReadAllLines(_work.PathOf("tools/runs")).Length);
        Assert.Equal(_work.Read("reference.o"), _work.Read("x.o"));
        _work.Expect(("fallback_executed", 1), ("miss", 1), ("stored", 1), ("unverifiable_hit", 1));
    }

    [Fact]
    public void Other_words_another_status_and_another_file_are_told()
    {
        _work.Variables["LARDER_IGNORE_OPTIONS"] = "-DV=*";
        _work.Write("x.c", "#if V == 2\n#warning two\n#elif V == 3\n#error three\n#endif\nint v;\n");
        string[] With(string value) => ["gcc", "-DV=" + value, "-c", "x.c", "-o", "x.o"];
        _work.Larder(With("1")).Succeeded();
        ProcessResult warned = Verify(_work, With("2")).Succeeded();
        Assert.Contains("#warning two", warned.ErrorText, StringComparison.Ordinal);
        Assert.Equal(1, Verify(_work, With("3")).ExitCode);
        Assert.Equal(0, Verify(_work, With("1")).Succeeded().ExitCode);
        string[] reports = [.. Reports(_work).Select(static report => File.ReadAllText(Path.Combine(report, "report.txt")))];
        Assert.Contains(reports, static text => text.Contains("standard error: isn't in the entry", StringComparison.Ordinal));
        Assert.Contains(reports, static text => text.Contains("exit status: stored 0, compiled 1\n", StringComparison.Ordinal));
        Assert.Contains(reports, static text => text.Contains("exit status: stored 1, compiled 0\n", StringComparison.Ordinal));
        Assert.Equal(3, _work.Counters()["wrong_hit"]);
    }

    /// <summary>Nothing below is changed; what is stored above is found before it.</summary>
    [Fact]
    public void In_a_lower_directory_it_is_hidden()
    {
        string lower = Path.Combine(_work.Root, "lower");
        _work.Write("x.c", "int v = 1;\n");
        KnownCompilers.Bring(_work, lower);
        _work.Run(LarderBinary.Path, Compile, variables: new Dictionary<string, string?>(StringComparer.Ordinal) { ["LARDER_DIR"] = lower, ["LARDER_NO_DAEMON"] = "1" }).Succeeded();
        byte[] right = _work.Read("x.o");
        Plant(_work, lower);
        string[] below = Directory.GetFileSystemEntries(lower, "*", SearchOption.AllDirectories);
        _work.Variables["LARDER_LOWER_DIR"] = lower;

        Verify(_work, Compile).Succeeded();
        Assert.Equal(right, _work.Read("x.o"));
        Assert.Contains("where nothing is removed", File.ReadAllText(Path.Combine(Assert.Single(Reports(_work)), "report.txt")), StringComparison.Ordinal);
        Assert.Equal(below, Directory.GetFileSystemEntries(lower, "*", SearchOption.AllDirectories));
        _work.ZeroCounters();
        _work.Larder(Compile).Succeeded();
        Assert.Equal(right, _work.Read("x.o"));
        _work.Expect(("direct_hit", 1));
    }

    /// <summary>Nothing is written there, and the compiler's object is used all the same.</summary>
    [Fact]
    public void With_read_only_it_is_said()
    {
        _work.Write("x.c", "int v = 1;\n");
        _work.Larder(Compile).Succeeded();
        byte[] right = _work.Read("x.o");
        _work.AwaitStores();
        Plant(_work, _work.Cache);
        _work.Variables["LARDER_READ_ONLY"] = "1";
        Assert.Contains("read_only", Verify(_work, Compile).Succeeded().ErrorText, StringComparison.Ordinal);
        Assert.Equal(right, _work.Read("x.o"));
        Assert.Empty(Reports(_work));
    }

    /// <summary>Link-time optimization names its sections at random, and coverage has a time.</summary>
    [Theory]
    [InlineData("gcc", "-flto")]
    [InlineData("gcc", "--coverage")]
    public void A_compiler_that_makes_another_one_each_time_is_told_apart(params string[] command)
    {
        _work.Write("x.c", "static int v; int *f(void) { return &v; }\n");
        string[] compile = [.. command, "-c", "x.c", "-o", "x.o"];
        _work.Larder(compile).Succeeded();
        _work.Variables["LARDER_LOG"] = Path.Combine(_work.Root, "log");
        Assert.Empty(Verify(_work, compile).Succeeded().Error);
        _work.Expect(("direct_hit", 1), ("miss", 1), ("stored", 1), ("unverifiable_hit", 1));
        Assert.Contains("doesn't make the same twice", File.ReadAllText(Path.Combine(_work.Root, "log")), StringComparison.Ordinal);
        _work.Larder(compile).Succeeded();
        _work.Expect(("direct_hit", 2), ("miss", 1), ("stored", 1), ("unverifiable_hit", 1));
        _work.Run(LarderBinary.Path, ["stats", "--check"]).Succeeded();
        Assert.Empty(Reports(_work));
    }

    /// <summary>The user has said that another date is as good.</summary>
    [Fact]
    public void What_sloppiness_allows_is_no_wrong_hit()
    {
        _work.Variables["LARDER_SLOPPINESS"] = "time_macros";
        _work.Write("x.c", "const char *t = __TIME__;\n");
        _work.Larder(Compile).Succeeded();
        byte[] first = _work.Read("x.o");
        while (_work.Bare(Compile).Succeeded() is not null && first.AsSpan().SequenceEqual(_work.Read("x.o")))
            Workspace.Settle();
        Verify(_work, Compile).Succeeded();
        Assert.NotEqual(first, _work.Read("x.o"));
        _work.Expect(("direct_hit", 1), ("miss", 1), ("stored", 1), ("unverifiable_hit", 1));
    }

    /// <summary>An editor saves a header after the look-up and before the compiler reads it.</summary>
    [Fact]
    public void An_edit_meanwhile_is_no_wrong_hit()
    {
        EditingCompiler compiler = new(_work);
        _work.Write("x.c", "#include \"h.h\"\nint v = V;\n");
        _work.Write("h.h", "#define V 1\n");
        _work.Larder(Compile).Succeeded();
        byte[] first = _work.Read("x.o");
        Verify(_work, Compile).Succeeded();
        Assert.Equal(first, _work.Read("x.o"));
        _work.Expect(("direct_hit", 1), ("miss", 1), ("stored", 1), ("verified_hit", 1));

        compiler.NextCompileEdits("h.h", "#define V 2\n");
        Assert.Empty(Verify(_work, Compile).Succeeded().Error);
        Assert.NotEqual(first, _work.Read("x.o"));
        Assert.Equal("#define V 2\n", Encoding.UTF8.GetString(_work.Read("h.h")));
        Assert.Empty(Reports(_work));
        _work.Expect(("direct_hit", 2), ("miss", 1), ("stored", 1), ("unverifiable_hit", 1), ("verified_hit", 1));
    }

    /// <summary>Chance decides. That fewer than 15 or more than 85 of 100 are taken happens once in 10^13 runs.</summary>
    [Fact]
    public void A_share_is_about_that()
    {
        _work.Write("x.c", "int v = 1;\n");
        _work.Larder(Compile).Succeeded();
        _work.Variables["LARDER_VERIFY_HITS"] = "0.5";
        _work.Shell("for i in $(seq 100); do \"$LARDER\" gcc -O2 -MD -c x.c -o x.o || exit; done").Succeeded();
        Dictionary<string, long> counters = _work.Counters();
        Assert.Equal(100, counters["direct_hit"]);
        Assert.InRange(counters["verified_hit"], 15, 85);
        Assert.False(counters.ContainsKey("unverifiable_hit"));
    }

    private static void PlantAndFind(Workspace work, Action check)
    {
        work.Write("x.c", "int f(int a) { return a + 1; }\n");
        work.Larder(Compile).Succeeded();
        (byte[] right, byte[] dependencies) = (work.Read("x.o"), work.Read("x.d"));
        work.Expect(("miss", 1), ("stored", 1));
        byte[] wrong = Plant(work, work.Cache);

        // Without the setting it is served, as before.
        work.Larder(Compile).Succeeded();
        Assert.Equal(wrong, work.Read("x.o"));
        work.Run(LarderBinary.Path, ["stats", "--check"]).Succeeded();
        check();

        ProcessResult verified = Verify(work, Compile).Succeeded();
        Assert.Equal(right, work.Read("x.o"));
        Assert.Equal(dependencies, work.Read("x.d"));
        string report = Assert.Single(Reports(work));
        Assert.Matches($"^larder: warning: .*{report}/report.txt\n$", verified.ErrorText);
        work.Expect(("direct_hit", 1), ("miss", 1), ("stored", 2), ("wrong_hit", 1));
        ProcessResult told = work.Run(LarderBinary.Path, ["stats", "--check"]);
        Assert.Equal(1, told.ExitCode);
        Assert.Matches($"^wrong_hit: 1 hit .*{Path.GetDirectoryName(report)}\n$", told.OutputText);

        // All that is needed to look into it, and to do it again.
        string text = File.ReadAllText(Path.Combine(report, "report.txt"));
        Assert.Contains("'gcc' '-O2' '-MD' '-c' 'x.c' '-o' 'x.o'", text, StringComparison.Ordinal);
        Assert.Contains($"directory    {work.Directory}\n", text, StringComparison.Ordinal);
        Assert.Contains("object x.o: differs", text, StringComparison.Ordinal);
        Assert.Equal(wrong, File.ReadAllBytes(Path.Combine(report, "object.stored")));
        Assert.Equal(right, File.ReadAllBytes(Path.Combine(report, "object.compiled")));
        Assert.Single(Directory.GetFiles(report, "*.r"));
        Assert.Single(Directory.GetFiles(report, "*.m"));
        Assert.Equal(1, work.Run("sh", [Path.Combine(report, "repeat.sh")], "/").ExitCode);
        Assert.Equal(right, work.Read("x.o"));
        File.WriteAllBytes(Path.Combine(report, "object.stored"), right);
        work.Run("sh", [Path.Combine(report, "repeat.sh")], "/").Succeeded();

        // What stands in its place is right.
        work.Larder(Compile).Succeeded();
        Assert.Equal(right, work.Read("x.o"));
        Assert.Empty(Verify(work, Compile).Succeeded().Error);
        work.Expect(("direct_hit", 3), ("miss", 1), ("stored", 2), ("verified_hit", 1), ("wrong_hit", 1));
        work.Run(LarderBinary.Path, ["verify"]).Succeeded();
        work.ZeroCounters();
        work.Run(LarderBinary.Path, ["stats", "--check"]).Succeeded();
        Assert.Contains("1 report", work.Run(LarderBinary.Path, ["clear"]).Succeeded().OutputText, StringComparison.Ordinal);
        Assert.Empty(Reports(work));
        check();
    }

    private static ProcessResult Verify(Workspace work, params string[] command)
    {
        Workspace.Settle();
        return work.Run(LarderBinary.Path, command, variables: new Dictionary<string, string?>(StringComparer.Ordinal) { ["LARDER_VERIFY_HITS"] = "1" });
    }

    /// <summary>Puts a whole result with another object under the key of the only one that has been stored since; returns that object.</summary>
    private static byte[] Plant(Workspace work, string cache)
    {
        Thread.Sleep(20);
        LocalStore store = new(new StoreOptions { Directory = Encoding.UTF8.GetBytes(cache) });
        string file = Directory.GetFiles(cache, "*.r", SearchOption.AllDirectories).OrderBy(File.GetLastWriteTimeUtc).Last();
        Assert.True(Digest.TryParse(Encoding.ASCII.GetBytes(Path.GetFileNameWithoutExtension(file)), out Digest key));
        using StoredResult stored = store.OpenResult(in key).Result!;
        ResultBuilder builder = new() { Metadata = stored.Metadata.ToArray() };
        byte[] wrong = [];
        foreach (ResultMember member in stored.Members)
        {
            Assert.True(stored.TryRead(in member, out ReadOnlyMemory<byte> content));
            byte[] bytes = content.ToArray();
            if (member.Kind == ResultMemberKind.Object)
            {
                bytes[^1] ^= 1;
                wrong = bytes;
            }

            builder.Add(member.Kind, bytes);
        }

        Assert.NotEmpty(wrong);
        Assert.True(store.WriteResult(in key, builder, replace: true).IsPresent);
        return wrong;
    }

    private static string[] Reports(Workspace work) =>
        Path.Combine(work.Cache, "v1", "quarantine") is { } place && Directory.Exists(place) ? Directory.GetDirectories(place) : [];
}
