using System.Text;
using Larder.Compilers.Scanning;

namespace Larder.Compilers.Tests.Scanning;

/// <summary>Which texts a compiler sees alike, and which are not judged. Columns are tested with real compilers by the suites.</summary>
public sealed class SeenTextTests
{
    private const SeenTextDialect Modern = SeenTextDialect.RawStrings | SeenTextDialect.DigitSeparators;

    [Theory]
    [InlineData("int a; // one\n", "int a; // another one\n")]
    [InlineData("//\nint a; // one\n", "//\nint a;\n")]
    [InlineData("int a; /* one */\n", "int a;   /* and two */   \n")]
    [InlineData("int a;\n", "int a; \t \n")]
    [InlineData("int a;\n\nint b;\n", "int a;\n  \t\nint b;\n")]
    [InlineData("/* one\n * two\n */\nint a;\n", "/* eins, zwei\n * drei vier\n */   \nint a;\n")]
    [InlineData("  // one\nint a;\n", "  // two /* \nint a;\n")]
    [InlineData("  // one\nint a;//\n", "  /* two */\nint a;// don't \"\n")]
    [InlineData("#include <a.h> // why\n", "#include <a.h>   // because\n")]
    [InlineData("#include \"a.h\" // why\n", "#include \"a.h\" // it's \"<b>\" /* \n")]
    [InlineData("#if A // why\n", "#if A // <why//>\n")]
    [InlineData("#include \"a.h\" /* why */\n", "#include \"a.h\"\n")]
    [InlineData("#define A 1 // one\n", "#define A 1 // two\n")]
    [InlineData("#define A(x) \\\n  do { x; } while (0) /* a */\n", "#define A(x) \\\n  do { x; } while (0)\n")]
    [InlineData("#if A < 3 // one\n#endif // A\n", "#if A < 3 // two\n#endif\n")]
    [InlineData("#if A /* x\n y */\n#endif\n", "#if A /* z\n w */\n#endif\n")]
    [InlineData("char c = '\"'; // a\n", "char c = '\"'; // b\n")]
    [InlineData("char *s = \"/* a */ // b\"; // a\n", "char *s = \"/* a */ // b\"; // b\n")]
    [InlineData("char *s = \"a\\\"\"; // a\n", "char *s = \"a\\\"\"; // b\n")]
    [InlineData("char *s = \"a\\\nb\"; // a\n", "char *s = \"a\\\nb\"; // b\n")]
    [InlineData("auto s = R\"x(a)\" /* )x\"; // a\n", "auto s = R\"x(a)\" /* )x\"; // b\n")]
    [InlineData("auto s = u8R\"(\n// a  \n\\)\"; // a\n", "auto s = u8R\"(\n// a  \n\\)\"; // b\n")]
    [InlineData("int n = 1'000'000; // a\n", "int n = 1'000'000; // it's\n")]
    [InlineData("int n = 0x1'ABC'd; char c = u8'a'; // a\n", "int n = 0x1'ABC'd; char c = u8'a'; // b\n")]
    [InlineData("#error don't\nint a; // a\n", "#error don't\nint a; // b\n")]
    [InlineData("int a; // a", "int a; // b")]
    [InlineData("/**/\nint a;\n", "/* / */\nint a;\n")]
    [InlineData("\f\nint a; // a\n", "\f\nint a; // b\n")]
    [InlineData("f(/* x */ 1); // a\n", "f(/* x */ 1); // b\n")]
    [InlineData("case 1: a(); /* fall through */\n// a\ncase 2:;\n", "case 1: a(); /* fall through */\n// b\ncase 2:;\n")]
    public void Texts_that_are_seen_alike(string one, string other)
    {
        Assert.NotNull(Seen(one));
        Assert.Equal(Seen(one), Seen(other));
    }

    [Theory]
    [InlineData("int a;\n", "int  a;\n")]
    [InlineData("int a;\n", " int a;\n")]
    [InlineData("int a;\n", "int a;\n\n")]
    [InlineData("int a;\n", "int a;")]
    [InlineData("  // one\n", " // one\n")]
    [InlineData("  // one\n", "\n")]
    [InlineData("/* a\n b */\n", "/* a\n  b */\n")]
    [InlineData("/* a\n\n b */\n", "/* a\n c\n b */\n")]
    [InlineData("/* a\n b */\n", "// a\n // b\n")]
    [InlineData("#define A /* a\n b */\n", "#define A\n // b\n")]
    [InlineData("int a; /* a\n b */\n", "int a;\n // b\n")]
    [InlineData("f(/* x */ 1);\n", "f(/* y */ 1);\n")]
    [InlineData("f(/* x */ 1);\n", "f(        1);\n")]
    [InlineData("#define f/**/(x)\n", "#define f(x)\n")]
    [InlineData("a(); /* fall through */\n", "a(); /* goes on */\n")]
    [InlineData("a(); // FALLTHRU\n", "a();\n")]
    [InlineData("a(); /* lint -fallthrough */\n", "a();\n")]
    [InlineData("a(); // \u00E9\n", "a(); // e\n")]
    [InlineData("a(); // \\u202E\n", "a(); // e\n")]
    [InlineData("a(); // \f\n", "a(); // e\n")]
    [InlineData("char *s = \"// a\";\n", "char *s = \"// b\";\n")]
    [InlineData("char *s = R\"(a //  )\";\n", "char *s = R\"(a // )\";\n")]
    [InlineData("char *s = R\"(a  \n)\";\n", "char *s = R\"(a \n)\";\n")]
    [InlineData("#error a // b\n", "#error a // c\n")]
    [InlineData("#pragma x  // b\n", "#pragma x // b\n")]
    [InlineData("int a;\n", "int a; // the first of its kind\n")]
    public void Texts_that_are_not_seen_alike(string one, string other)
    {
        Assert.NotNull(Seen(one));
        Assert.NotNull(Seen(other));
        // The last row: a warning in old C can be about there being // comments at all.
        Assert.NotEqual(Seen(one), Seen(other));
    }

    [Theory]
    [InlineData("int a; ??/\n")]
    [InlineData("// what??/\nint a;\n")]
    [InlineData("char *s = \"??'\";\n")]
    [InlineData("int a; // \\\nint b;\n")]
    [InlineData("int a; // \\ \nint b;\n")]
    [InlineData("/* \\\n*/ int a;\n")]
    [InlineData("/* *\\\n/ int a; */\n")]
    [InlineData("/\\\n/ a\n")]
    [InlineData("/* /* */\n")]
    [InlineData("/* a")]
    [InlineData("#define A \\ \n 1\n")]
    [InlineData("#define A \\ // a\n 1\n")]
    [InlineData("#define A R\\\n\"(a)\"\n")]
    [InlineData("int \\u00e9;\n")]
    [InlineData("int a;\r\n")]
    [InlineData("int a;\u0001\n")]
    [InlineData("int a; // \0\n")]
    [InlineData("\uFEFFint a;\n")]
    [InlineData("#if 0\ndon't\n#endif\n")]
    [InlineData("#if 0\n\"\n#endif\n")]
    [InlineData("#include <a//b>\n")]
    [InlineData("#include <a/*b>\n")]
    [InlineData("# include \"a//b\"\n")]
    [InlineData("#include \"a\\\"//b\"\n")]
    [InlineData("#include A(<a//b>)\n")]
    [InlineData("#include \\\n<a//b>\n")]
    [InlineData("#/**/include <a//b>\n")]
    [InlineData("/* a */ # include <a//b>\n")]
    [InlineData("%:include <a//b>\n")]
    [InlineData("\f#include <a//b>\n")]
    [InlineData("#if __has_include(<a//b>)\n#endif\n")]
    [InlineData("#if HAS(<a//b>)\n#endif\n")]
    [InlineData("#if defined(X) && \\\n  HAS(<a/*b>)\n#endif\n")]
    [InlineData("#if HAS(\"a\\\"//b\")\n#endif\n")]
    [InlineData("#if /* a */ HAS(<a//b>)\n#endif\n")]
    [InlineData("#if '//' HAS(<a//b>)\n#endif\n")]
    [InlineData("#error don't /* a\n")]
    [InlineData("#error R\"(\n")]
    [InlineData("#pragma a \\\n b // c\n")]
    [InlineData("#define A R\"(\n)\"\n")]
    [InlineData("a = 1';\n")]
    [InlineData("a = 1.'0;\n")]
    [InlineData("a = 1.R\"(\"; // )\";\n")]
    [InlineData("a = \"a\"R\"(\"; // )\";\n")]
    [InlineData("a = $R\"(\"; // )\";\n")]
    [InlineData("a = R\"a b(x)a b\";\n")]
    [InlineData("a = R\"(x;\n")]
    public void Texts_that_are_not_judged(string text) => Assert.Null(Seen(text));

    [Theory]
    [InlineData("auto s = R\"(a\"//b)\";\n")]
    [InlineData("auto s = R\"(a\n)\";\n")]
    [InlineData("auto s = R\"(\\)\";\n")]
    [InlineData("int n = 1'000;\n")]
    public void What_versions_of_a_language_take_differently_is_judged_only_where_the_version_is_known(string text)
    {
        Assert.Null(Seen(text, SeenTextDialect.None));
        Assert.NotNull(Seen(text));
    }

    [Fact]
    public void Long_lines_keep_their_comments()
    {
        string blanks = new(' ', 1000);
        Assert.NotEqual(Seen($"int a;{blanks}// a\n"), Seen($"int a;{blanks}// b\n"));
        Assert.NotEqual(Seen($"/*\n{blanks}a\n*/\n"), Seen($"/*\n{blanks}b\n*/\n"));
        Assert.Equal(Seen("int a; // a\n"), Seen("int a; // b\n"));
    }

    /// <summary>Whatever the bytes, nothing is written beyond the room there is, and blanks at line ends never count.</summary>
    [Fact]
    public void Any_text_ends_in_an_answer()
    {
        Random random = new(20261121);
        string[] parts = ["/", "*", "//", "/*", "*/", "\\", "\n", "\"", "'", "R\"(", ")\"", "#", "include ", "<", ">", "a", "1", " ", "\t", "if ", "error ", "%:", "fall"];
        for (int round = 0; round < 20000; round++)
        {
            StringBuilder text = new();
            for (int i = random.Next(30); i > 0; i--)
                text.Append(parts[random.Next(parts.Length)]);
            byte[] bytes = Encoding.UTF8.GetBytes(text.ToString());
            byte[] seen = new byte[bytes.Length + SeenText.Overhead];
            if (SeenText.TryWrite(bytes, Modern, seen, out int length))
                Assert.InRange(length, 2, seen.Length);
        }
    }

    private static string? Seen(string text, SeenTextDialect dialect = Modern)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        byte[] seen = new byte[bytes.Length + SeenText.Overhead];
        return SeenText.TryWrite(bytes, dialect, seen, out int length) ? Encoding.Latin1.GetString(seen, 0, length) : null;
    }
}
