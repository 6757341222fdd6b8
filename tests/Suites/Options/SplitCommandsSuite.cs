using Larder.Suites.Harness;

namespace Larder.Suites.Options;

/// <summary>Commands of several compiles, or of compiles and a link: served one by one where nothing tells the difference, else run as they are.</summary>
public sealed class SplitCommandsSuite : SideBySideSuite
{
    private const string Missed = "miss miss stored stored command_split";
    private const string Hit = "direct_hit direct_hit command_split";

    public SplitCommandsSuite()
    {
        Write("a.c", "#include \"h.h\"\nint main(void) { int unused; return b(1) - 2; }\n");
        Write("b.c", "#include \"h.h\"\n#warning said of b\nint b(int x) { return x + 1; }\n");
        Write("h.h", "int b(int);\n");
    }

    [Theory]
    [MemberData(nameof(CompilersUnderTest.C), MemberType = typeof(CompilersUnderTest))]
    public void Compiles(string compiler)
    {
        Write("sub/c.c", "int c;\n");
        StepTwice($"L {compiler} -Wall -c a.c b.c", Missed, Hit);
        StepTwice($"L {compiler} -Wall -g -O1 -c b.c -I. a.c", Missed, Hit);

        // One of them is known: so is its part of another command.
        Step("direct_hit miss stored command_split", $"L {compiler} -Wall -c b.c sub/c.c").Succeeded();
        Step("direct_hit", $"L {compiler} -Wall -c a.c").Succeeded();
    }

    [Theory]
    [MemberData(nameof(CompilersUnderTest.C), MemberType = typeof(CompilersUnderTest))]
    public void Links(string compiler)
    {
        Work.Variables["TMPDIR"] = Work.Root;
        Write("other.c", "int other;\n");
        foreach (string options in (string[])["", "-g -O2 -Wall", "-o prog -I. -DX -lm", "-o prog -static -pthread", "-o ./prog -fPIE -Wl,--gc-sections -ffunction-sections"])
            StepTwice($"L {compiler} {options} a.c b.c", Missed, Hit);
        Shell($"{compiler} -c other.c -o other.o; ar rc lib.a other.o");
        Step("direct_hit direct_hit command_split", $"L {compiler} a.c lib.a -o prog other.o b.c -lm").Succeeded();
        Step("called_for_link", $"L {compiler} a.c none.o b.c -o prog");
        Assert.Empty(Directory.GetFiles(Work.Root, "*.o"));
    }

    [Theory]
    [MemberData(nameof(CompilersUnderTest.C), MemberType = typeof(CompilersUnderTest))]
    public void Failures(string compiler)
    {
        Work.Variables["TMPDIR"] = Work.Root;
        Write("bad.c", "int b(int x) { return x + ; }\n");
        foreach (string command in (string[])["-c bad.c a.c", "a.c bad.c -o prog"])
        {
            string script = $"L {compiler} {command}";
            Step(command.StartsWith("-c", StringComparison.Ordinal)
                ? "compile_failed failed_stored miss stored command_split" : "failed_hit direct_hit command_split", script, () => Shell("rm -f *.o prog; echo old > bad.o; echo old > prog"));
            Assert.Equal(1, Step("failed_hit direct_hit command_split", script, () => Shell("rm -f *.o prog; echo old > bad.o")).ExitCode);
        }

        // The linker's message has the name of a temporary file: another one each time.
        Write("alone.c", "int nowhere(void);\nint main(void) { return nowhere(); }\n");
        string undefined = $"L {compiler} alone.c -o prog 2>&1 | sed 's,/[^ ]*/[-a-z]*[A-Za-z0-9]*[.]o,TEMPORARY,g'";
        Step("miss stored command_split", undefined);
        Assert.Contains("undefined reference", Step("direct_hit command_split", undefined).OutputText, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Work.Root, "*.o"));
    }

    [Theory]
    [MemberData(nameof(CompilersUnderTest.Cxx), MemberType = typeof(CompilersUnderTest))]
    public void Cxx(string compiler)
    {
        Write("x.cc", "#include <string>\nint main(int n, char **) { return std::string(n, 'x').size() == 1 ? 0 : 1; }\n");
        StepTwice($"L {compiler} -g x.cc -o prog && ./prog", "miss stored command_split", "direct_hit command_split");
    }

    /// <summary>gcc names sections after the output, which has another name each time here.</summary>
    [Fact]
    public void Target_regions_of_gccs() => Step("called_for_link", "L gcc -fopenmp a.c b.c -o prog");

    /// <summary>What would show in the outputs, or isn't known not to.</summary>
    [Theory]
    [InlineData("called_for_link", "-g -gsplit-dwarf a.c b.c -o prog")]
    [InlineData("called_for_link", "-MD a.c b.c -o prog")]
    [InlineData("called_for_link", "-x c a.c b.c -o prog")]
    [InlineData("called_for_link", "-flto a.c b.c -o prog")]
    [InlineData("called_for_link", "-frecord-gcc-switches a.c b.c -o prog")]
    [InlineData("called_for_link", "-save-temps a.c b.c -o prog")]
    [InlineData("called_for_link", "a.c none.c -o prog")]
    [InlineData("called_for_link", "a.c b.c -o b.c")]
    [InlineData("multiple_source_files", "-c a.c none.c")]
    [InlineData("multiple_source_files", "-c -MD a.c b.c")]
    [InlineData("multiple_source_files", "-S a.c b.c")]
    [InlineData("multiple_source_files", "-c a.c b.c -o x.o")]
    [InlineData("called_for_link", "a.c b.c -o prog", "no")]
    public void What_is_run_as_it_is(string reason, string arguments, string setting = "yes")
    {
        Work.Variables["LARDER_SPLIT_COMMANDS"] = setting;
        foreach (string compiler in (string[])["gcc", "clang"])
        {
            Step(reason, $"L {compiler} {arguments}", () =>
            {
                Shell("rm -f b.c a-* b-* a.bc b.bc a.i b.i a.s b.s *.o *.gch *.d prog*");
                Write("b.c", "#include \"h.h\"\nint b(int x) { return x + 1; }\n");
            });
        }
    }

    private void StepTwice(string script, string first, string second)
    {
        Step(first, script).Succeeded();
        Step(second, script).Succeeded();
    }
}
