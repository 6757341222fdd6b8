using System.Text.RegularExpressions;

namespace Larder.Compilers.Tests;

public sealed partial class ResponseFileTests
{
    /// <summary>Contents whose words are all macro definitions, so that -### shows how the real driver read them.</summary>
    public static readonly TheoryData<string> Contents = new()
    {
        "-DA=1 -DB=2",
        "-DA=1\n-DB=2\r\n\t-DC=3\n",
        "-DA=\\\"x\\\" '-DB=a b' \"-DC=a b\"",
        "\"-DA=\\\"q\\\"\"",
        "\"-DA=\\\\\"",
        "-DA=a\\ b",
        "-D'A'=\"b\"'c'd",
        "-DA=\\'",
        "'-DA=\"'",
        "\"-DA='\"",
        "   ",
        "",
        "-DA=a\\,b\n-DB=\\$x",
        "-DA=#x -D#B",
    };

    [Theory]
    [MemberData(nameof(Contents))]
    public void Gcc_and_the_model_read_a_response_file_alike(string content) => Check(CompilerFamily.Gcc, content);

    [Theory]
    [MemberData(nameof(Contents))]
    [InlineData("-DA='a\\b'")]
    [InlineData("\"-DA=x\\y\"")]
    [InlineData("'' -DA=1 \"\"")]
    [InlineData("\uFEFF-DA=1")]
    public void Clang_and_the_model_read_a_response_file_alike(string content) => Check(CompilerFamily.Clang, content);

    [Theory]
    [InlineData("-DA='a\\b'")]
    [InlineData("\"-DA=x\\y\"")]
    [InlineData("-DA=1\\\n-DB")]
    [InlineData("-DA='x")]
    [InlineData("-DA\0")]
    [InlineData("-DA=x\\")]
    public void A_quoting_that_releases_of_gcc_read_differently_is_refused(string content)
    {
        var files = new FakeFiles().With("r", content);
        var refusal = Assert.IsType<Refusal>(Line.Parse(CompilerFamily.Gcc, ["-c", "x.c", "@r"], files: files));
        Assert.Equal(RefusalReason.ResponseFileAmbiguous, refusal.Reason);
        Assert.Equal("@r", Line.Text(refusal.Detail));
    }

    [Fact]
    public void Gcc_keeps_an_empty_word_and_clang_drops_it()
    {
        var files = new FakeFiles().With("r", "-I '' x.c");
        var gcc = Assert.IsType<Compilation>(Line.Parse(CompilerFamily.Gcc, ["-c", "@r"], files: files));
        Assert.Equal(["-c", "-I", "", "x.c"], gcc.Arguments.Select(w => Line.Text(w)!), StringComparer.Ordinal);
        var clang = Assert.IsType<Refusal>(Line.Parse(CompilerFamily.Clang, ["-c", "@r"], files: files));
        Assert.Equal(RefusalReason.NoInputFile, clang.Reason);
    }

    [Fact]
    public void Files_nest_and_a_value_may_be_one()
    {
        var files = new FakeFiles().With("a", "-DA @dir/b -DC").With("dir/b", "-DB @c").With("c", "-o out.o");
        var compilation = Assert.IsType<Compilation>(Line.Parse(CompilerFamily.Gcc, ["@a", "-c", "x.c"], files: files));
        Assert.Equal("-DA -DB -o out.o -DC -c x.c", string.Join(' ', compilation.Arguments.Select(w => Line.Text(w)!)));
        Assert.Equal("out.o", Line.Text(compilation.OutputPath));
    }

    [Theory]
    [InlineData(CompilerFamily.Gcc)]
    [InlineData(CompilerFamily.Clang)]
    public void A_file_that_names_itself_is_refused(CompilerFamily family)
    {
        var files = new FakeFiles().With("r", "-DA @r");
        var refusal = Assert.IsType<Refusal>(Line.Parse(family, ["-c", "x.c", "@r"], files: files));
        Assert.Equal(RefusalReason.ResponseFileUnreadable, refusal.Reason);
    }

    [Fact]
    public void An_unreadable_file_is_a_word_to_gcc_and_refused_for_clang()
    {
        var gcc = Assert.IsType<Refusal>(Line.Parse(CompilerFamily.Gcc, "-c x.c @none"));
        Assert.Equal(RefusalReason.MultipleSourceFiles, gcc.Reason);
        var clang = Assert.IsType<Refusal>(Line.Parse(CompilerFamily.Clang, "-c x.c @none"));
        Assert.Equal(RefusalReason.ResponseFileUnreadable, clang.Reason);
        Assert.Equal("@none", Line.Text(clang.Detail));
    }

    [Fact]
    public void A_real_file_of_the_nix_wrapper_reads_as_clang_reads_it() =>
        Check(CompilerFamily.Clang, "-DA=a\\,b\n-D_X=_Y\n-DQ=\\\"p\\ q\\\"\n-DE=\\$\\'x\\'\n");

    private static void Check(CompilerFamily family, string content)
    {
        using var compiler = new RealCompiler(family);
        compiler.Write("x.c", "");
        compiler.Write("r", content);
        (int status, string text) = compiler.Run(["-###", "-c", "x.c", "-DFIRST", "@r", "-DLAST"]);
        Assert.True(status == 0, text);
        string command = text.Split('\n').Last(l => l.Contains("cc1", StringComparison.Ordinal) && l.Contains("LAST", StringComparison.Ordinal));
        string[] theirs = [.. Shown().Matches(command).Select(m => Unquote(m.Groups["v"].Value))];

        var outcome = Assert.IsType<Compilation>(Line.Parse(family, ["-c", "x.c", "-DFIRST", "@r", "-DLAST"], files: new FakeFiles().With("r", content)));
        var ours = new List<string>();
        foreach (ParsedArgument argument in outcome.Parsed)
        {
            if (argument.Name.SequenceEqual("-D"u8)) ours.Add(Line.Text(argument.Value));
        }

        Assert.Equal(theirs, ours, StringComparer.Ordinal);
    }

    private static string Unquote(string shown) =>
        shown.StartsWith('"') ? Escaped().Replace(shown[1..^1], m => m.Value[1..]) : shown;

    // gcc prints -D X or "-D" "X", quoting where a blank, a quote or a dollar is inside; clang quotes everything.
    [GeneratedRegex("""(?: "?-D"? )(?<v>"(?:[^"\\]|\\.)*"|[^ ]+)""", RegexOptions.ExplicitCapture)]
    private static partial Regex Shown();

    [GeneratedRegex("""\\.""")]
    private static partial Regex Escaped();
}
