using Larder.Suites.Harness;

namespace Larder.Suites.Precompiled;

/// <summary>
/// Precompiled headers, made and used. gcc's differ in their bytes between two identical runs, so they are judged by the objects of their users; each step
/// makes one, uses it and removes it. What was made in the same tick of the clock in which a compile begins is racy: hence the sleeps.
/// </summary>
public sealed class PrecompiledHeadersSuite : SideBySideSuite
{
    private const string Both = "miss stored miss stored";
    private const string BothHit = "direct_hit direct_hit";

    public PrecompiledHeadersSuite()
    {
        Write("h.h", "#ifndef H\n#define H\n#include <stddef.h>\n#include \"in.h\"\nstatic inline int twice(int x) { return 2 * x; }\n#define TEXT \"a literal\"\n#define WHERE __FILE__\n#endif\n");
        Write("in.h", "#define IN 1\n");
        Write("x.c", "#include \"h.h\"\nint f(int x) { return twice(x) + IN; }\nconst char *t = TEXT;\n");
    }

    public static TheoryData<string, string> Uses => new()
    {
        { "gcc h.h", "gcc -c x.c -o x.o" },
        { "gcc -g h.h", "gcc -g -c x.c -o x.o" },
        { "gcc -O2 h.h -o h.h.gch", "gcc -O2 -include h.h -c x.c -o x.o" },
        { "gcc -MD -MF h.d -x c-header -c h.h -o h.h.gch", "gcc -MD -c x.c -o x.o" },
        { "gcc -x c-header -c h.h -o h.h.gch", "gcc -MMD -MP -c x.c -o x.o" },
        { "gcc -g -x c-header -c h.h -o h.h.gch", "gcc -g -MMD -c x.c -o x.o" },
        { "gcc -x c++-header h.h -o h.h.gch", "gcc -x c++ -c x.c -o x.o" },
        { "g++ h.h", "g++ -std=c++17 -c x.c -o x.o" },
        { "gcc -O3 h.h", "gcc -Winvalid-pch -O2 -c x.c -o x.o" },
        { "clang -x c-header h.h -o h.h.pch", "clang -include h.h -c x.c -o x.o" },
        { "clang h.h", "clang -include h.h -MD -c x.c -o x.o" },
        { "clang h.h -o some.pch", "clang -include-pch some.pch -MMD -c x.c -o x.o" },
        { "clang -g -O1 h.h -o some.pch", "clang -g -O1 -include-pch some.pch -c x.c -o x.o" },
        { "clang -Xclang -emit-pch -Xclang -include -Xclang in.h -x c-header -MD -MT h.pch -MF h.d -c h.h -o h.pch",
          "clang -Xclang -include-pch -Xclang h.pch -Xclang -include -Xclang in.h -MD -c x.c -o x.o" },
        { "clang++ -x c++-header -Xclang -fno-pch-timestamp h.h -o h.h.pch", "clang++ -include h.h -x c++ -c x.c -o x.o" },
    };

    [Theory]
    [MemberData(nameof(Uses))]
    public void Made_and_used(string make, string use)
    {
        string script = $"L {make}; sleep 0.02; L {use}; rm -f *.gch *.pch";
        Step(Both, script).Succeeded();
        Step(BothHit, script).Succeeded();

        // What it was made of changes; then its user does, alone.
        Write("in.h", "#define IN 22\n");
        Step(Both, script).Succeeded();
        Write("x.c", "#include \"h.h\"\nint g(int x) { return twice(x) - IN; }\n");
        Step("direct_hit miss stored", script).Succeeded();
    }
}
