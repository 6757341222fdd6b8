using Larder.Suites.Harness;

namespace Larder.Suites.Shim;

/// <summary>Compilers that are scripts: whatever they read, what comes out is what they would make now.</summary>
public sealed class ScriptCompilerSuite : IDisposable
{
    private readonly Workspace _work = new();

    public ScriptCompilerSuite()
    {
        _work.Write("x.c", "#ifndef V\n#define V 0\n#endif\nint x(void) { return V; }\n");
    }

    public void Dispose() => _work.Dispose();

    public static TheoryData<string, string> Scripts => new()
    {
        { "exec gcc -DV=$(cat value) \"$@\"", "a definition from a file" },
        { "exec clang -DV=$(cat value) \"$@\"", "a definition from a file" },
        { "exec gcc @flags \"$@\"", "a response file" },
        { "gcc -DV=$(cat value) \"$@\"", "without exec" },
        { "for w; do case $w in x.c) set -- \"$@\" -DV=$(cat value) ;; esac; done; exec gcc \"$@\"", "only for that source" },
        { "exec gcc -include $PWD/value.h \"$@\"", "a header" },
        { "exec gcc -I$PWD/dir-$(cat value) -DV='VALUE' -include v.h \"$@\"", "a directory" },
        { "export CPATH=$PWD/dir-$(cat value); exec gcc -DV=VALUE -include v.h \"$@\"", "a variable" },
        { "if [ $(cat value) = 2 ]; then exec clang \"$@\"; else exec gcc \"$@\"; fi", "another compiler" },
        { "exec gcc -O$(cat value) \"$@\"", "an optimisation" },
        { "exec gcc -g$(cat value) \"$@\"", "debug information" },
    };

    [Theory]
    [MemberData(nameof(Scripts))]
    public void What_a_script_adds_is_never_stale(string body, string what)
    {
        _work.Write("my-gcc", "#!/bin/sh\n" + body + "\n");
        _work.Shell("chmod 755 my-gcc").Succeeded();
        for (int i = 1; i <= 3; i++)
            _work.Write($"dir-{i}/v.h", $"#define VALUE {i}\n");
        foreach (int value in (int[])[1, 1, 2, 2, 1, 3])
        {
            _work.Write("value", $"{value}\n");
            _work.Write("flags", $"-DV={value}\n");
            _work.Write("value.h", $"#undef V\n#define V {value}\n");
            _work.Bare(_work.PathOf("my-gcc"), "-c", "x.c", "-o", "reference.o").Succeeded();
            ProcessResult result = _work.Larder("./my-gcc", "-c", "x.c", "-o", "x.o").Succeeded();
            Assert.Equal(string.Empty, result.ErrorText);
            Assert.True(_work.Read("reference.o").AsSpan().SequenceEqual(_work.Read("x.o")), $"{what}: stale for {value}");
        }
    }

    [Theory]
    [InlineData("gcc \"$@\" && strip --strip-unneeded x.o", "x.o")]
    [InlineData("gcc -MD -MF extra.d \"$@\"", "extra.d")]
    [InlineData("gcc \"$@\" && cp x.o copy", "copy")]
    [InlineData("gcc -g -gsplit-dwarf \"$@\"", "x.dwo")]
    [InlineData("gcc --coverage \"$@\"", "x.gcno")]
    [InlineData("gcc -save-temps \"$@\"", "x.s")]
    public void What_a_script_makes_besides_is_made_each_time(string body, string file)
    {
        _work.Write("my-gcc", "#!/bin/sh\n" + body + "\n");
        _work.Shell("chmod 755 my-gcc").Succeeded();
        _work.Bare(_work.PathOf("my-gcc"), "-c", "x.c", "-o", "x.o").Succeeded();
        byte[] expected = _work.Read(file);
        byte[] reference = _work.Read("x.o");
        for (int i = 0; i < 3; i++)
        {
            _work.Shell($"rm -f x.o {file}").Succeeded();
            _work.Larder("./my-gcc", "-c", "x.c", "-o", "x.o").Succeeded();
            Assert.True(_work.Exists(file), $"{file} is missing in round {i}");
            if (file != "x.gcno")
            {
                Assert.Equal(expected, _work.Read(file));
                Assert.Equal(reference, _work.Read("x.o"));
            }
        }
    }

    [Theory]
    [InlineData("echo 'I am no compiler' >&2; exit 3")]
    [InlineData("echo out; touch x.o")]
    [InlineData("cat; exit 1")]
    public void A_script_that_is_no_compiler_is_executed(string body)
    {
        _work.Write("my-gcc", "#!/bin/sh\n" + body + "\n");
        _work.Shell("chmod 755 my-gcc").Succeeded();
        ProcessResult bare = _work.Bare(_work.PathOf("my-gcc"), "-c", "x.c", "-o", "x.o");
        for (int i = 0; i < 2; i++)
        {
            ProcessResult result = _work.Larder("./my-gcc", "-c", "x.c", "-o", "x.o");
            Assert.Equal((bare.ExitCode, bare.OutputText, bare.ErrorText), (result.ExitCode, result.OutputText, result.ErrorText));
        }

        Assert.DoesNotContain("stored", _work.Counters().Keys);
    }
}
