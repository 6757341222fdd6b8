using Larder.Suites.Harness;

namespace Larder.Suites.Comments;

/// <summary>Edits of comments, and of blanks at line ends, that change nothing: the result is found again, and is what the compiler makes of the new text.</summary>
public sealed class CommentsSuite : IDisposable
{
    private const string Source =
        "#include \"a.h\" // why\n#include <stddef.h>\n/* of this\n * file */\n#define TWICE(x) \\\n  ((x) * 2) /* twice */\nint f(int a)\n{\n"
        + "  a += TWICE(__LINE__); // here\n  return a + A;\n}\n";

    private readonly Workspace _work = new();

    public void Dispose() => _work.Dispose();

    [Theory]
    [InlineData("gcc", "-g", "-O2", "-Wall", "-Wextra")]
    [InlineData("g++", "-g3", "-std=c++17", "-Wall", "-Wextra")]
    [InlineData("clang", "-O2", "-Wall", "-Wextra")]
    [InlineData("clang++", "-std=c++20", "-Wall", "-fsanitize=undefined")]
    public void Edited_comments_are_hits(string compiler, params string[] options)
    {
        string[] command = [compiler, .. options, "-MD", "-c", "x.cc", "-o", "x.o"];
        if (!compiler.EndsWith('+'))
            command = [compiler, "-xc", .. command[1..]];
        _work.Write("x.cc", Source);
        _work.Write("a.h", "/* header */\n#define A 42 // forty-two\n");
        _work.Larder(command).Succeeded();

        // In the source, in the header, in both; each found as it is the second time.
        Meets(command, "direct_hit", Source);
        Meets(command, "comment_hit", Source.Replace("here", "and here, isn't it?", StringComparison.Ordinal).Replace("why", "because \"", StringComparison.Ordinal));
        _work.Write("a.h", "/* header file */  \n#define A 42\t// as ever \n");
        Meets(command, "comment_hit", Source.Replace("file */", "other file */ \t", StringComparison.Ordinal).Replace("__); // here", "__); /* there */", StringComparison.Ordinal));
        _work.Write("a.h", "/* header */\n#define A 42 // forty-two and\n");
        Meets(command, "comment_hit", Source);

        // What isn't a comment's word.
        _work.Write("a.h", "/* header */\n#define A 43 // forty-two\n");
        Meets(command, "miss", Source);
        Meets(command, "miss", Source.Replace("\n/* of", "\n\n/* of", StringComparison.Ordinal));
        Meets(command, "miss", Source.Replace("  a +=", "   a +=", StringComparison.Ordinal));
    }

    /// <summary>Compiles a text, which must be found (twice: the second time by its content), or not found, and be what the compiler makes of it.</summary>
    private void Meets(string[] command, string expected, string source)
    {
        _work.Write("x.cc", source);
        foreach (string outcome in (string[])[expected, "direct_hit"])
        {
            _work.Bare(command).Succeeded();
            (byte[] reference, byte[] dependencies) = (_work.Read("x.o"), _work.Read("x.d"));
            _work.Delete("x.o");
            _work.Delete("x.d");
            Dictionary<string, long> before = _work.Counters();
            ProcessResult served = _work.Larder(command).Succeeded();
            Assert.Empty(served.Error);
            Assert.Equal(reference, _work.Read("x.o"));
            Assert.Equal(dependencies, _work.Read("x.d"));
            if (!SuiteMode.IsKilled)
                Assert.Equal(before.GetValueOrDefault(outcome) + 1, _work.Counters().GetValueOrDefault(outcome));
        }
    }
}
