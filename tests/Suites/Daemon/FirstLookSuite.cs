using System.Diagnostics;
using System.Text;
using Larder.Suites.Harness;

namespace Larder.Suites.Daemon;

/// <summary>
/// By default the shim looks compiles of C up by itself, and asks the daemon about what it doesn't find: who serves is not to be seen in outputs,
/// counters or the events of a watcher.
/// </summary>
public sealed class FirstLookSuite : IDisposable
{
    private const string Python = "/usr/bin/python3";

    private readonly ServedWorkspace _served = new();

    public FirstLookSuite()
    {
        Work.Variables["LARDER_LOOK_UP_FIRST"] = null;
        Work.Write("x.c", "#include \"x.h\"\nint x = X;\n");
        Work.Write("x.h", "#define X 1\n");
        Work.Write("y.cc", "int y;\n");
        Workspace.Settle();
    }

    private Workspace Work => _served.Work;

    public void Dispose() => _served.Dispose();

    [Fact]
    public void Hits_of_C_are_the_shims_and_all_else_is_the_daemons()
    {
        Compile("gcc", "x.c");
        Compile("g++", "y.cc");
        _served.AssertAtRest();
        Assert.Equal(2, _served.Requests);

        byte[] made = Work.Read("x.c.o");
        Work.Delete("x.c.o");
        Compile("gcc", "x.c");
        Assert.Equal(made, Work.Read("x.c.o"));
        Assert.Equal(2, _served.Requests);

        Compile("g++", "y.cc");
        Assert.Equal(3, _served.Requests);
        Work.Expect(("miss", 2), ("stored", 2), ("direct_hit", 2));
    }

    [Fact]
    public void An_edit_is_a_miss_and_leads_to_the_daemon()
    {
        Compile("gcc", "x.c");
        _served.AssertAtRest();
        Work.Write("x.h", "#define X 2\n");
        Workspace.Settle();
        Compile("gcc", "x.c");
        _served.AssertAtRest();
        Assert.Equal(2, _served.Requests);
        Compile("gcc", "x.c");
        Assert.Equal(2, _served.Requests);
        Work.Expect(("miss", 2), ("stored", 2), ("direct_hit", 1));
    }

    /// <summary>Two look at the same request; what they meet is counted once.</summary>
    [Theory]
    [InlineData(false, "result_gone")]
    [InlineData(true, "corrupt_entry")]
    public void What_the_shim_meets_before_it_asks_is_counted_once(bool isDamaged, string counter)
    {
        Compile("gcc", "x.c");
        _served.AssertAtRest();
        foreach (string result in Directory.EnumerateFiles(Work.Cache, "*.r", SearchOption.AllDirectories))
        {
            if (isDamaged)
                Spoil(result);
            else
                File.Delete(result);
        }

        Compile("gcc", "x.c");
        _served.AssertAtRest();
        Compile("gcc", "x.c");
        (string, long)[] gone = isDamaged ? [(counter, 1)] : [];
        if (Work.Counters().ContainsKey("result_gone"))
            gone = [.. gone, ("result_gone", 1)];
        Assert.NotEmpty(gone);
        Work.Expect([("miss", 2), ("stored", 2), ("direct_hit", 1), .. gone]);
    }

    [Fact]
    public void Without_a_daemon_the_first_look_is_the_only_one()
    {
        _served.Stop();
        Compile("gcc", "x.c");
        Compile("gcc", "x.c");
        Work.Expect(("miss", 1), ("stored", 1), ("direct_hit", 1));
    }

    [Fact]
    public void A_watcher_sees_hits_that_the_daemon_was_not_asked_about()
    {
        Compile("gcc", "x.c");
        _served.AssertAtRest();
        Assert.False(File.Exists(Mark), "nobody watches yet");

        ProcessStartInfo start = new(Python, [Path.Combine(AppContext.BaseDirectory, "Daemon", "watch.py"), _served.Socket])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        using Process watcher = Process.Start(start)!;
        Assert.Equal("watching", watcher.StandardOutput.ReadLine());
        Compile("gcc", "x.c");
        string seen = watcher.StandardOutput.ReadLine() ?? string.Empty;
        Assert.Contains(Convert.ToHexStringLower(Encoding.UTF8.GetBytes("x.c")), seen, StringComparison.Ordinal);
        Assert.Contains(Convert.ToHexStringLower(Encoding.UTF8.GetBytes("in process")), seen, StringComparison.Ordinal);
        Assert.Equal(1, _served.Requests);

        watcher.Kill();
        watcher.WaitForExit();
        ServedWorkspace.Until(() => !File.Exists(Mark), "nobody watches any more");
        Compile("gcc", "x.c");
    }

    [Fact]
    public void A_mark_that_a_killed_daemon_left_holds_nobody_up()
    {
        Compile("gcc", "x.c");
        _served.AssertAtRest();
        _served.Kill();
        File.WriteAllText(Mark, string.Empty);
        Compile("gcc", "x.c");
        Work.Expect(("miss", 1), ("stored", 1), ("direct_hit", 1));
        _served.Start();
        Assert.False(File.Exists(Mark), "the next daemon takes it away");
    }

    private string Mark => Path.ChangeExtension(_served.Socket, "watched");

    private void Compile(string compiler, string source) =>
        Work.Larder(compiler, "-c", source, "-o", source + ".o").Succeeded();

    private static void Spoil(string file)
    {
        byte[] content = File.ReadAllBytes(file);
        content[^1] ^= 0xFF;
        File.WriteAllBytes(file, content);
    }
}
