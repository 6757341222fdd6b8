namespace Larder.CommandLine.Tests;

/// <summary>What of a compile is another thing each time.</summary>
public sealed class DeterminismCommandTests : IDisposable
{
    private readonly CommandFixture _fixture = new CommandFixture().With("PATH=/usr/bin:/bin");
    private readonly string _root = Directory.CreateTempSubdirectory("larder-determinism-").FullName;

    public void Dispose()
    {
        _fixture.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    [Fact]
    public void What_comes_out_the_same_is_said_to()
    {
        string source = Write("int answer(void) { return 42; }\n");
        Assert.Equal(0, Try("-c", source, "-o", Object, "-MD", "-MF", _root + "/x.d"));
        Assert.Contains($"{Object} is the same both times", _fixture.Output);
        Assert.Contains($"{_root}/x.d is the same both times", _fixture.Output);
        Assert.DoesNotContain("working directory", _fixture.Output);
        Assert.True(File.Exists(Object));
    }

    [Fact]
    public void A_directory_that_an_object_holds_is_named_with_what_takes_it_out()
    {
        Assert.Equal(0, Try("-g", "-c", Write("int answer;\n"), "-o", Object));
        Assert.Contains($"-ffile-prefix-map={Environment.CurrentDirectory}=.", _fixture.Output);
    }

    [Fact]
    public void The_time_of_day_is_found_by_what_helps_against_it_and_the_object_is_the_commands_own()
    {
        string source = Write("const char time[] = __TIME__;\n");
        Assert.Equal(1, Try("-c", source, "-o", Object));
        Assert.Matches(@"x\.o differs in [1-6] bytes? of \d+, first at byte \d+, in \.rodata", _fixture.Output);
        Assert.Contains("the same both times with SOURCE_DATE_EPOCH", _fixture.Output);
        Assert.DoesNotContain("-frandom-seed", _fixture.Output);

        // Not what came of a trial.
        Assert.Matches("[0-9][0-9]:[0-5][0-9]:[0-5][0-9]", File.ReadAllText(Object));
        Assert.DoesNotContain("00:00:01", File.ReadAllText(Object), StringComparison.Ordinal);
    }

    [Fact]
    public void Random_numbers_of_gccs_are_found_by_what_helps_against_them()
    {
        Assert.Equal(1, Try("-flto", "-c", Write("int answer(void) { return 42; }\n"), "-o", Object));
        Assert.Contains("the same both times with -frandom-seed=NAME", _fixture.Output);
        Assert.DoesNotContain("SOURCE_DATE_EPOCH", _fixture.Output);
    }

    [Fact]
    public void What_can_t_be_tried_is_refused_with_the_reason()
    {
        string source = Write("int answer(void) { return 42; }\n");
        Assert.Equal(2, _fixture.Run("determinism", "--", "no-such-compiler", "-c", source));
        Assert.Contains("determinism: there is no compiler no-such-compiler", _fixture.Error);
        Assert.Equal(2, Try(Object, "-o", _root + "/program"));
        Assert.Contains("called_for_link", _fixture.Error);
        File.WriteAllText(source, "int answer(void) { return 42 }\n");
        Assert.Equal(2, Try("-c", source, "-o", Object));
        Assert.Contains("the compile fails", _fixture.Error);
    }

    private string Object => _root + "/x.o";

    private int Try(params string[] arguments) => _fixture.Run(["determinism", "--", "gcc", .. arguments]);

    private string Write(string text)
    {
        File.WriteAllText(_root + "/x.c", text);
        return _root + "/x.c";
    }
}
