using Larder.Suites.Harness;

namespace Larder.Suites.Shim;

/// <summary>Larder behind larder, directly or through scripts: no loop, no second caching, the compiler runs once.</summary>
public sealed class NestingSuite : IDisposable
{
    private readonly Workspace _work = new();
    private readonly CountingCompiler _compiler;

    public NestingSuite()
    {
        _compiler = new CountingCompiler(_work);
        _work.Write("x.c", "int x(void) { return 1; }\n");
        _work.Bare("/usr/bin/gcc", "-c", "x.c", "-o", "reference.o").Succeeded();
        _work.Shell("mkdir m; ln -s \"$LARDER\" m/gcc; ln -s \"$LARDER\" m/larder").Succeeded();
    }

    public void Dispose() => _work.Dispose();

    public static TheoryData<string> Calls =>
    [
        "\"$LARDER\" \"$LARDER\" gcc", "PATH=$PWD/m:$PATH; larder larder larder gcc", "\"$LARDER\" m/gcc", "\"$LARDER\" \"$LARDER\" m/gcc",
        "PATH=$PWD/m:$PATH; \"$LARDER\" gcc", "PATH=$PWD/m:$PATH; gcc",
    ];

    [Theory]
    [MemberData(nameof(Calls))]
    public void Larder_before_larder_is_larder(string call)
    {
        AssertCompilesOnce(call);
        AssertHits(call);
        _work.Expect(("direct_hit", 1), ("miss", 1), ("stored", 1));
        Assert.Equal(0, _work.Shell($"{call} --version").ExitCode);
    }

    [Theory]
    [InlineData("exec \"$LARDER\" gcc \"$@\"")]
    [InlineData("\"$LARDER\" gcc \"$@\"")]
    [InlineData("exec gcc \"$@\"")]
    [InlineData("exec larder gcc \"$@\"")]
    public void A_script_of_the_compilers_name_first_on_PATH_that_calls_larder_does_not_loop(string body)
    {
        _work.Write("s/gcc", "#!/bin/sh\n" + body + "\n");
        _work.Shell("chmod 755 s/gcc").Succeeded();

        // "exec gcc" alone would find the script again for ever, whatever larder does: larder must be the first gcc.
        string path = body.StartsWith("exec gcc", StringComparison.Ordinal) ? "$PWD/m:$PWD/s" : "$PWD/s:$PWD/m";
        string call = $"PATH={path}:$PATH; gcc";
        AssertCompilesOnce(call);
        _compiler.Reset();
        Assert.Equal(0, _work.Shell($"{call} --version").ExitCode);
        _work.Write("main.c", "int main(void) { return 7; }\n");
        Assert.Equal(7, _work.Shell($"{call} main.c -o main && ./main").ExitCode);
    }

    [Fact]
    public void Scripts_that_call_each_other_through_larder_end_at_the_compiler()
    {
        foreach (string name in (string[])["s1/gcc", "s2/gcc", "s3/gcc"])
            _work.Write(name, "#!/bin/sh\nexec \"$LARDER\" gcc \"$@\"\n");
        _work.Shell("chmod 755 s?/gcc").Succeeded();
        AssertCompilesOnce("PATH=$PWD/s1:$PWD/s2:$PWD/s3:$PATH; gcc");
    }

    [Fact]
    public void A_wrapper_that_calls_larder_again_is_cached_once()
    {
        _work.Write("my-gcc", "#!/bin/sh\nexec \"$LARDER\" gcc -DEXTRA \"$@\"\n");
        _work.Shell("chmod 755 my-gcc").Succeeded();
        AssertCompilesOnce("\"$LARDER\" ./my-gcc");
        AssertHits("\"$LARDER\" ./my-gcc");
        Dictionary<string, long> counters = _work.Counters();
        Assert.Equal(2, counters.Requests());
        Assert.Equal(1, counters["stored"]);
    }

    private void AssertCompilesOnce(string call)
    {
        _compiler.Reset();
        AssertHits(call);
        Assert.Equal(1, _compiler.Runs);
    }

    private void AssertHits(string call)
    {
        _work.Delete("x.o");
        long runs = _compiler.Runs;
        ProcessResult result = _work.Shell($"timeout 30 bash -c '{call} -c x.c -o x.o'").Succeeded();
        Assert.Equal(string.Empty, result.OutputText + result.ErrorText);
        Assert.Equal(_work.Read("reference.o"), _work.Read("x.o"));
        Assert.True(runs == 0 || _compiler.Runs == runs, "the compiler ran again");
    }
}
