using Larder.Suites.Harness;

namespace Larder.Suites.Outputs;

/// <summary>Where outputs go, however that is said, and what stands there already.</summary>
public sealed class OutputPlacesSuite : SideBySideSuite
{
    public OutputPlacesSuite() => Write("x.c", "int v;\n");

    [Theory]
    [MemberData(nameof(CompilersUnderTest.C), MemberType = typeof(CompilersUnderTest))]
    public void Every_spelling_of_the_output(string compiler)
    {
        Write("d/other", "");
        Step("miss stored", $"L {compiler} -c x.c");
        foreach (string script in (string[])["-c x.c -o y.o", "-c x.c -oy.o", "-o y.o -c x.c", "-c -o d/y.o x.c", "-c x.c -o ./d/../y", "-c x.c -o $PWD/d/y.o"])
            Step("direct_hit", $"L {compiler} {script}");
        Step("miss stored", $"cd d && L {compiler} -c -o y.o ../x.c");
    }

    [Theory]
    [InlineData("gcc", "-c", "x.o")]
    [InlineData("gcc", "-S", "x.s")]
    [InlineData("clang", "-c", "x.o")]
    [InlineData("clang", "-S", "x.s")]
    public void What_stands_in_the_way_is_treated_as_the_compiler_treats_it(string compiler, string stage, string output)
    {
        string script = $"L {compiler} {stage} x.c -o {output}";
        Step("miss stored", script);
        foreach (string state in (string[])
            [
                "echo old > O", "echo old > O; chmod 0600 O", "echo old > O; chmod 0444 O", "echo old > O; chmod 0755 O",
                "echo old > P; ln -s P O", "ln -s P O", "echo old > P; ln P O", "> O", "> O; chmod 0600 O", "> P; ln -s P O", "> P; ln P O", "mkdir Q; echo old > Q/P; ln -s Q/P O", "ln -s /dev/null O",
            ])
        {
            string prepare = "rm -rf O P Q; " + state;
            Step("direct_hit", script, () => Shell(prepare.Replace("O", output, StringComparison.Ordinal)));
        }

        Step("compile_failed", script, () => Shell($"rm -rf {output} P Q; mkdir {output}"));
    }

    [Theory]
    [InlineData("gcc", "-c")]
    [InlineData("gcc", "-S")]
    [InlineData("clang", "-c")]
    [InlineData("clang", "-S")]
    public void The_null_device_stays_a_device(string compiler, string stage)
    {
        Step("unsupported_output", $"L {compiler} {stage} x.c -o /dev/null; stat -c %F /dev/null");
        Step("miss stored", $"L {compiler} {stage} x.c -o x.out; stat -c %F /dev/null");
        Step("direct_hit", $"L {compiler} {stage} x.c -o /dev/null; stat -c %F /dev/null");
    }

    [Theory]
    [InlineData("gcc", "-S")]
    [InlineData("clang", "-S")]
    public void A_pipe_is_written_to(string compiler, string stage)
    {
        string script = $"mkfifo p; cat p > read & L {compiler} {stage} x.c -o p; s=$?; wait; rm p; exit $s";
        Step("unsupported_output", script);
        Step("miss stored", $"L {compiler} {stage} x.c -o x.out");
        Step("direct_hit", script);
    }

    [Theory]
    [MemberData(nameof(CompilersUnderTest.C), MemberType = typeof(CompilersUnderTest))]
    public void A_place_that_is_not_there_gives_the_compilers_error(string compiler)
    {
        Step("compile_failed", $"L {compiler} -c x.c -o none/x.o");
        Step("miss stored", $"L {compiler} -c x.c -o x.o");
        Step("compile_failed", $"L {compiler} -c x.c -o none/x.o");
        Step("compile_failed", $"L {compiler} -c x.c -o x.c/x.o");
        Step("direct_hit", $"L {compiler} -c x.c -o x.o");
    }

    [Theory]
    [InlineData("gcc")]
    [InlineData("clang")]
    public void Side_files_are_written_through_links_where_the_compiler_does(string compiler)
    {
        string script = $"L {compiler} -g -gsplit-dwarf -frandom-seed=x --coverage -c x.c -o x.o";
        Step("miss stored", script);
        foreach (string state in (string[])["echo old > O", "echo old > O; chmod 0600 O", "echo old > P; ln -s P O", "ln -s P O", "echo old > P; ln P O", "> P; chmod 0600 P; ln P O"])
        {
            foreach (string output in (string[])["x.dwo", "x.gcno"])
                Step("direct_hit", script, () => Shell(("rm -rf x.dwo x.gcno P; " + state).Replace("O", output, StringComparison.Ordinal)));
        }
    }

    [Theory]
    [InlineData("022")]
    [InlineData("027")]
    [InlineData("077")]
    [InlineData("000")]
    [InlineData("777")]
    public void The_callers_mask_decides_the_mode(string mask)
    {
        foreach (string compiler in (string[])["gcc", "clang"])
        {
            foreach (string stage in (string[])["-c", "-S"])
            {
                string split = stage == "-c" ? "-g -gsplit-dwarf" : string.Empty;
                Step("miss stored", $"umask 022; L {compiler} -MD {split} -frandom-seed=x --coverage {stage} x.c");
                Step("direct_hit", $"umask {mask}; L {compiler} -MD {split} -frandom-seed=x --coverage {stage} x.c");
            }
        }
    }

    [Theory]
    [MemberData(nameof(CompilersUnderTest.C), MemberType = typeof(CompilersUnderTest))]
    public void An_object_that_is_changed_afterwards_is_not_what_is_served(string compiler)
    {
        string script = $"L {compiler} -g -c x.c -o x.o && printf garbage >> x.o && strip x.o 2> errors; true";
        Step("miss stored", script);
        Step("direct_hit", script);
        Step("direct_hit", $"L {compiler} -g -c x.c -o x.o");
    }
}
