using Larder.Suites.Harness;

namespace Larder.Suites.Outputs;

/// <summary>Names with every byte that a file system takes.</summary>
public sealed class NamesSuite : SideBySideSuite
{
    public static TheoryData<string, string> Names
    {
        get
        {
            TheoryData<string, string> names = [];
            foreach (string compiler in (string[])["gcc", "clang"])
            {
                foreach (string name in (string[])
                    [
                        "'a b'", "'a  b '", "'ä€😀'", "$'\\xff\\xfe'", "'a$b'", "'a$$b'", "'a#b'", "'a:b'", "'a\\b'", "'a\\ b'", "'a\"b'", "\"a'b\"",
                        "'a%b'", "'a*?[b]'", "'a,b'", "'a;b'", "'a&b'", "'a=b'", "'~'", "'a\tb'", "'@a'", "'a(b)'",
                    ])
                {
                    // clang doesn't find an -include with a quote in its name.
                    if (compiler == "gcc" || name != "'a\"b'")
                        names.Add(compiler, name);
                }
            }

            return names;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_name_is_bytes(string compiler, string name)
    {
        string make = $"N={name}; mkdir -p \"./$N\"; printf '#include <h.h>\\nint v = V;\\n' > \"./$N/x$N.c\"; echo '#define V 1' > \"./$N/h.h\"; echo > \"./$N/k$N.h\"; touch -d '1 hour ago' \"./$N\"/*";
        Shell(make);
        string script = $"N={name}; L {compiler} -MD -I \"./$N\" -include \"./$N/k$N.h\" -c \"./$N/x$N.c\" -o \"./$N/x$N.o\"";
        MissThenHit(script);
        Shell($"N={name}; echo '#define V 2' > \"./$N/h.h\"");
        MissThenHit(script);
        Shell($"N={name}; echo 'int k;' > \"./$N/k$N.h\"");

        // What clang writes into dependency rules for these can't be read back: neither blanks nor backslashes are doubled.
        bool isUnreadable = compiler == "clang" && name is ("'a\\b'" or "'a\\ b'" or "'a\tb'");
        script = $"N={name}; cd \"./$N\" && L {compiler} -g -I. -include \"./k$N.h\" -c \"./x$N.c\" -MMD -MF \"./y$N\"";
        Step(isUnreadable ? "missing_input" : "miss stored", script);
        Step(isUnreadable ? "missing_input" : "direct_hit", script);
    }

    [Theory]
    [MemberData(nameof(CompilersUnderTest.C), MemberType = typeof(CompilersUnderTest))]
    public void Bytes_that_are_no_text_reach_the_compiler_unchanged(string compiler)
    {
        Write("x.c", "const char *s = S;\n");
        Step("miss stored", $"L {compiler} $'-DS=\"\\xff\\x80\"' -c x.c -o x.o");
        Step("miss stored", $"L {compiler} $'-DS=\"\\xff\\x81\"' -c x.c -o x.o");
        Step("direct_hit", $"L {compiler} $'-DS=\"\\xff\\x80\"' -c x.c -o x.o");
        Step("direct_hit", $"export V=$'\\xff'; L {compiler} $'-DS=\"\\xff\\x80\"' -c x.c -o x.o");
    }

    [Fact]
    public void A_line_end_in_a_directorys_name_hides_no_header()
    {
        Write("x.c", "#include <h.h>\n#include \"k.h\"\nint v = K;\n");
        Shell("mkdir $'a\\nb'; echo > $'a\\nb/h.h'; echo '#define K 1' > k.h");
        foreach (string compiler in (string[])["gcc", "clang"])
        {
            string script = $"L {compiler} -I $'a\\nb' -c x.c -o x.o";
            Shell("echo '#define K 1' > k.h");
            Step("missing_input", script);
            Shell("echo '#define K 2' > k.h");
            Step("missing_input", script);
        }
    }

    [Theory]
    [MemberData(nameof(CompilersUnderTest.C), MemberType = typeof(CompilersUnderTest))]
    public void A_deep_directory(string compiler)
    {
        Write("x.c", "int v = 1;\n");
        string component = new('d', 200);
        string deep = string.Join('/', Enumerable.Repeat(component, 8));
        Shell($"mkdir -p {deep} && cp x.c {deep}/x.c && touch -d '1 hour ago' {deep}/x.c");
        MissThenHit($"L {compiler} -g -MD -c {deep}/x.c -o {deep}/x.o");
        Shell($"rm -r {component}");
    }
}
