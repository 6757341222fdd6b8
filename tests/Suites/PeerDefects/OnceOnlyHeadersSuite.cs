using Larder.Suites.Harness;

namespace Larder.Suites.PeerDefects;

/// <summary>gcc takes two once-only headers of equal content, size and time for one; clang two paths to one file.</summary>
public sealed class OnceOnlyHeadersSuite : SideBySideSuite
{
    private const string Once = "#pragma once\nint X;\n#undef X\n";

    [Theory]
    [MemberData(nameof(CompilersUnderTest.C), MemberType = typeof(CompilersUnderTest))]
    public void Twins_are_told_apart_as_the_compiler_does(string compiler)
    {
        Write("x.c", "#define X p\n#include \"a.h\"\n#undef X\n#define X q\n#include \"b.h\"\n");
        Write("a.h", Once);
        Write("b.h", Once);
        Shell("touch -d @1000000000 a.h b.h");
        string script = $"L {compiler} -c x.c -o x.o";
        Step("miss stored", script);
        Step("preprocessed_hit", script);
        Shell("touch -d @1000000001 b.h");
        Step(compiler == "gcc" ? "miss stored" : "preprocessed_hit", script);
        Shell("rm b.h; ln a.h b.h");
        Step(compiler == "gcc" ? "preprocessed_hit" : "miss stored", script);
    }

    [Theory]
    [MemberData(nameof(CompilersUnderTest.C), MemberType = typeof(CompilersUnderTest))]
    public void One_header_by_two_paths(string compiler)
    {
        Write("x.c", "#include \"d/a.h\"\n#include \"d/../d/a.h\"\nint v = V;\n");
        Write("d/a.h", "#pragma once\n#define V 1\n");
        string script = $"L {compiler} -c x.c -o x.o";
        Step("miss stored", script);
        Write("d/a.h", "#pragma once\n#define V 2\n");
        Step("miss stored", script);
    }
}
