using Larder.Suites.Harness;

namespace Larder.Suites.Shim;

/// <summary>What compilers read and say goes through unchanged, much or little, on a miss and on a hit.</summary>
public sealed class StreamsSuite : IDisposable
{
    private readonly Workspace _work = new();

    public void Dispose() => _work.Dispose();

    [Theory]
    [InlineData("gcc")]
    [InlineData("clang")]
    public void Five_megabytes_of_warnings(string compiler)
    {
        _work.Write("w.c", string.Concat(Enumerable.Range(0, 1000).Select(i =>
            $"#warning \"{i} {new string('w', 2000)}\"\n")) + "int w;\n");
        string option = compiler == "clang" ? "-ferror-limit=0" : "-Wall";
        ProcessResult bare = _work.Bare(compiler, option, "-c", "w.c", "-o", "reference.o").Succeeded();
        Assert.True(bare.Error.Length > 4_000_000, bare.Error.Length.ToString());
        for (int i = 0; i < 2; i++)
        {
            ProcessResult result = _work.Larder(compiler, option, "-c", "w.c", "-o", "w.o").Succeeded();
            Assert.True(bare.Error.AsSpan().SequenceEqual(result.Error));
        }

        _work.Expect(("direct_hit", 1), ("miss", 1), ("stored", 1));

        // Through a pipe that does not block and is read slowly, and into one that nobody reads.
        string slow = $"python3 -c 'import os; os.set_blocking(2, False); os.execv(\"{LarderBinary.Path}\", [\"larder\", \"{compiler}\", \"{option}\", \"-c\", \"w.c\", \"-o\", \"w.o\"])' 2>&1 | (sleep 0.3; cat)";
        Assert.True(bare.Error.AsSpan().SequenceEqual(_work.Shell(slow).Output));
        _work.Shell($"\"$LARDER\" {compiler} {option} -c w.c -o w.o 2>&1 | true");
        Assert.Equal(_work.Read("reference.o"), _work.Read("w.o"));
    }

    [Fact]
    public void Standard_input_is_the_compilers()
    {
        foreach (string compiler in (string[])["gcc", "clang"])
        {
            _work.Write("in.c", "int in_stdin(void) { return 5; }\n");
            foreach (string words in (string[])["-x c -c - -o in.o", "-x c -c /dev/stdin -o in.o", "-c -o in.o -x c -", "-xc -S - -o in.o"])
            {
                _work.Shell($"{compiler} {words} < in.c && mv in.o reference.o").Succeeded();
                for (int i = 0; i < 2; i++)
                {
                    _work.Shell($"cat in.c | \"$LARDER\" {compiler} {words}").Succeeded();
                    Assert.True(_work.Read("reference.o").AsSpan().SequenceEqual(_work.Read("in.o")), compiler + " " + words);
                }
            }
        }
    }

    [Fact]
    public void A_compile_leaves_standard_input_to_whom_it_belongs()
    {
        // As in "while read line; do cc …; done": nothing of it may be consumed.
        _work.Write("x.c", "int x;\n");
        for (int i = 0; i < 2; i++)
            Assert.Equal("rest\n", _work.Shell("printf 'rest\\n' | (\"$LARDER\" gcc -c x.c -o x.o; cat)").OutputText);
    }

    [Theory]
    [InlineData("gcc")]
    [InlineData("clang")]
    public void Failing_compiles_say_and_end_as_the_compiler_does(string compiler)
    {
        foreach (string text in (string[])["int f( { }\n", "#error no\n", "#include \"missing.h\"\n", "int a; int a(void);\n", "asm(\"nonsense here\");\n", "#include __FILE__\n", "\0\0\0"])
        {
            _work.Write("f.c", text);
            ProcessResult bare = _work.Bare(compiler, "-c", "f.c", "-o", "f.o");
            bool made = _work.Exists("f.o");
            Assert.True(bare.ExitCode != 0 || text[0] == '\0');
            for (int i = 0; i < 2; i++)
            {
                ProcessResult result = _work.Larder(compiler, "-c", "f.c", "-o", "f.o");
                Assert.Equal(bare.ExitCode, result.ExitCode);
                Assert.Equal(Anonymous(bare.ErrorText), Anonymous(result.ErrorText));
                Assert.Equal(made, _work.Exists("f.o"));
            }

            _work.Delete("f.o");
        }

        // A failure leaves an older object as the compiler leaves it.
        _work.Write("g.c", "int g;\n");
        _work.Larder(compiler, "-c", "g.c", "-o", "g.o").Succeeded();
        _work.Write("g.c", "int g(\n");
        _work.Write("h.o", _work.Read("g.o"));
        _work.Bare(compiler, "-c", "g.c", "-o", "h.o");
        _work.Larder(compiler, "-c", "g.c", "-o", "g.o");
        Assert.Equal(_work.Exists("h.o"), _work.Exists("g.o"));
    }

    [Theory]
    [InlineData("gcc")]
    [InlineData("clang")]
    public void Objects_that_are_edited_in_place_never_change_what_is_cached(string compiler)
    {
        _work.Write("s.c", "static int hidden(int x) { return x; }\nint s(int x) { return hidden(x) + 1; }\n");
        _work.Bare(compiler, "-g", "-c", "s.c", "-o", "reference.o").Succeeded();
        foreach (string compression in (string[])["off", "1"])
        {
            _work.Variables["LARDER_COMPRESSION"] = compression;
            _work.Run(LarderBinary.Path, ["clear"]).Succeeded();
            foreach (string edit in (string[])["strip --strip-all s.o", "objcopy --rename-section .text=.new s.o", "truncate -s 10 s.o", "printf x >> s.o", "cat /dev/null > s.o", "chmod 000 s.o", "printf XXXXXXXX | dd of=s.o conv=notrunc bs=1 seek=64 2>/dev/null", "ln s.o s2.o; printf x >> s2.o"])
            {
                _work.Shell($"rm -f s.o s2.o; \"$LARDER\" {compiler} -g -c s.c -o s.o && cmp s.o reference.o && {{ {edit}; }}").Succeeded();
                _work.Shell($"\"$LARDER\" {compiler} -g -c s.c -o s.o && cmp s.o reference.o").Succeeded();
            }
        }
    }

    private static string Anonymous(string text) =>
        System.Text.RegularExpressions.Regex.Replace(text, "/tmp/[A-Za-z0-9.-]+", "TEMPORARY", default, TimeSpan.FromSeconds(1));
}
