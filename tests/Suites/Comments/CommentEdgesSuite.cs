using Larder.Suites.Harness;

namespace Larder.Suites.Comments;

/// <summary>Where comments count: in what a compiler warns of, with options that have it read or keep them, where the setting says so.</summary>
public sealed class CommentEdgesSuite : IDisposable
{
    private readonly Workspace _work = new();

    public void Dispose() => _work.Dispose();

    [Theory]
    [InlineData("gcc", "-save-temps", "-g --coverage", "-S -fverbose-asm", "-flto", "-std=c99 -ansi", "-std=gnu89", "-Wimplicit-fallthrough=1 -Wno-error=comment",
        "-finput-charset=UTF-8", "-Wa,--noexecstack", "-fprofile-generate", "-E", "-fsyntax-only", "-fstack-usage", "-gsplit-dwarf -g", "-Wp,-DX=1", "-frecord-gcc-switches -fplugin-arg-none-x=1")]
    [InlineData("clang", "-g", "-gline-tables-only", "-g -gdwarf-4", "-Wdocumentation", "-fparse-all-comments", "-flto", "-std=c89", "-fms-extensions", "--coverage", "-E", "-Xclang -fconcepts-ts")]
    public void Options_that_have_comments_count(string compiler, params string[] options)
    {
        foreach (string option in options)
        {
            string[] command = [compiler, .. option.Split(' '), "-c", "x.c", "-o", "x.o"];
            _work.Write("x.c", "/* one */\nint a; /* two */\n");
            _work.Larder(command);
            _work.Write("x.c", "/* eins */\nint a; /* zwei */\n");
            ProcessResult bare = _work.Bare(command);
            byte[]? reference = _work.Exists("x.o") ? _work.Read("x.o") : null;
            AssertAlike(bare, _work.Larder(command));

            // With -flto names of sections are random.
            if (reference is not null && !option.StartsWith("-flto", StringComparison.Ordinal))
                Assert.True(reference.AsSpan().SequenceEqual(_work.Read("x.o")), option);
            Assert.False(_work.Counters().ContainsKey("comment_hit"), option);
        }
    }

    /// <summary>Each pair's second text brings a warning that the first didn't.</summary>
    [Theory]
    [InlineData("gcc", "-Wextra", "int f(int a) { switch (a) { case 1: a++;\n/* fall through */\ncase 2: a--; } return a; }\n", "int f(int a) { switch (a) { case 1: a++;\n/* goes on there */\ncase 2: a--; } return a; }\n")]
    [InlineData("gcc", "-Wall", "int f(int a) {\n  if (a)\n    a++;\n  // one\n    a--;\n  return a; }\n", "int f(int a) {\n  if (a)\n    a++;\n    // one\n    a--;\n  return a; }\n")]
    [InlineData("gcc", "-Wall", "int a; // one\n", "int a; // one /* two\\\n\n")]
    [InlineData("gcc", "-Wall", "int a; /* one */\n", "int a; /* one /* two */\n")]
    [InlineData("gcc", "-Wall", "int a; /* one */\n", "int a; /* one \u202E two */\n")]
    [InlineData("gcc", "-Wall", "#define A \\\n  1 // one\nint a = A;\n", "#define A \\ \n  1 // one\nint a = A;\n")]
    [InlineData("clang", "-Wcomment", "int a; // one\n", "int a; // one\\\n\n")]
    [InlineData("clang", "-O1", "#pragma clang diagnostic warning \"-Wdocumentation\"\n/// \\brief one\nint a;\n", "#pragma clang diagnostic warning \"-Wdocumentation\"\n/// \\param one\nint a;\n")]
    public void A_comment_that_is_warned_of_is(string compiler, string option, string one, string other)
    {
        string[] command = [compiler, option, "-c", "x.c", "-o", "x.o"];
        _work.Write("x.c", one);
        Assert.Empty(_work.Larder(command).Succeeded().Error);
        _work.Write("x.c", other);
        ProcessResult bare = _work.Bare(command);
        Assert.NotEmpty(bare.Error);
        AssertAlike(bare, _work.Larder(command));
        _work.Expect(("miss", 2), ("stored", 2));
    }

    /// <summary>What was compiled with a warning isn't found by a text for which the warning would quote another line.</summary>
    [Fact]
    public void Diagnostics_quote_comments()
    {
        string[] command = ["gcc", "-Wall", "-c", "x.c", "-o", "x.o"];
        foreach (string word in (string[])["one", "two"])
        {
            _work.Write("x.c", $"static int a; // {word}\n");
            ProcessResult bare = _work.Bare(command);
            Assert.Contains(word, bare.ErrorText, StringComparison.Ordinal);
            AssertAlike(bare, _work.Larder(command));
        }

        _work.Expect(("miss", 2), ("stored", 2));
    }

    [Fact]
    public void The_setting_has_comments_count()
    {
        foreach (string word in (string[])["one", "two"])
        {
            _work.Write("x.c", $"int a; // {word}\n");
            _work.Variables["LARDER_IGNORE_COMMENTS"] = word == "two" ? "no" : null;
            _work.Larder("gcc", "-c", "x.c").Succeeded();
        }

        _work.Expect(("miss", 2), ("stored", 2));
    }

    /// <summary>gcc takes a once-only header for another one that has the same text and time; edits of comments can make that of two.</summary>
    [Fact]
    public void A_header_that_has_become_another_ones_double_is_looked_at_by_its_content()
    {
        DateTime time = DateTime.UtcNow.AddHours(-2);
        string[] command = ["gcc", "-c", "x.c", "-o", "x.o"];
        _work.Write("x.c", "#include \"a.h\"\n#include \"b.h\"\nint a[N];\n");
        _work.Write("a.h", "#pragma once\n#ifdef N\n#undef N\n#define N 2\n#else\n#define N 1\n#endif // one\n", time);
        _work.Write("b.h", "#pragma once\n#ifdef N\n#undef N\n#define N 2\n#else\n#define N 1\n#endif // two\n", time);
        _work.Larder(command).Succeeded();
        _work.Write("b.h", System.Text.Encoding.UTF8.GetString(_work.Read("a.h")), time);
        _work.Bare(command).Succeeded();
        byte[] reference = _work.Read("x.o");
        _work.Larder(command).Succeeded();
        Assert.Equal(reference, _work.Read("x.o"));
        Assert.False(_work.Counters().ContainsKey("comment_hit"));
    }

    /// <summary>Nothing is written by who only reads.</summary>
    [Fact]
    public void A_cache_that_is_only_read_has_such_hits_too()
    {
        _work.Write("x.c", "int a; // one\n");
        _work.Larder("gcc", "-c", "x.c").Succeeded();
        _work.Write("x.c", "int a; // two\n");
        int files = Directory.GetFiles(_work.Cache, "*.m", SearchOption.AllDirectories).Length;
        _work.Variables["LARDER_READ_ONLY"] = "yes";
        _work.Delete("x.o");
        ProcessResult bare = _work.Bare("gcc", "-c", "x.c", "-o", "reference.o");
        AssertAlike(bare, _work.Larder("gcc", "-c", "x.c"));
        Assert.Equal(_work.Read("reference.o"), _work.Read("x.o"));
        Assert.Equal(files, Directory.GetFiles(_work.Cache, "*.m", SearchOption.AllDirectories).Length);
    }

    private static void AssertAlike(ProcessResult bare, ProcessResult served) =>
        Assert.Equal((bare.ExitCode, bare.OutputText, bare.ErrorText), (served.ExitCode, served.OutputText, served.ErrorText));
}
