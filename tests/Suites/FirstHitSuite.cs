using Larder.Suites.Harness;

namespace Larder.Suites;

/// <summary>The main path: a miss, then a hit that equals what the compiler makes.</summary>
public sealed class FirstHitSuite : IDisposable
{
    private readonly Workspace _work = new();

    public void Dispose() => _work.Dispose();

    [Theory]
    [MemberData(nameof(CompilersUnderTest.C), MemberType = typeof(CompilersUnderTest))]
    public void A_second_compile_is_a_hit_and_equals_the_compilers_object(string compiler)
    {
        _work.Write("x.c", "#include <stdio.h>\n#include \"a.h\"\nint main(void) { printf(\"%d\\n\", A); return 0; }\n");
        _work.Write("a.h", "#define A 42\n");
        _work.Bare(compiler, "-O2", "-c", "x.c", "-o", "reference.o").Succeeded();

        _work.Larder(compiler, "-O2", "-c", "x.c", "-o", "x.o").Succeeded();
        _work.Expect(("miss", 1), ("stored", 1));
        Assert.Equal(_work.Read("reference.o"), _work.Read("x.o"));

        _work.Delete("x.o");
        _work.Larder(compiler, "-O2", "-c", "x.c", "-o", "x.o").Succeeded();
        _work.Expect(("direct_hit", 1), ("miss", 1), ("stored", 1));
        Assert.Equal(_work.Read("reference.o"), _work.Read("x.o"));
    }

    [Theory]
    [MemberData(nameof(CompilersUnderTest.C), MemberType = typeof(CompilersUnderTest))]
    public void A_changed_header_is_a_miss_and_changing_it_back_a_hit(string compiler)
    {
        _work.Write("x.c", "#include \"a.h\"\nint a(void) { return A; }\n");
        _work.Write("a.h", "#define A 1\n");
        _work.Larder(compiler, "-c", "x.c", "-o", "x.o").Succeeded();
        _work.Write("a.h", "#define A 2\n");
        _work.Larder(compiler, "-c", "x.c", "-o", "x.o").Succeeded();
        _work.Expect(("miss", 2), ("stored", 2));
        _work.Bare(compiler, "-c", "x.c", "-o", "reference.o").Succeeded();
        Assert.Equal(_work.Read("reference.o"), _work.Read("x.o"));

        _work.Write("a.h", "#define A 1\n");
        _work.Larder(compiler, "-c", "x.c", "-o", "x.o").Succeeded();
        _work.Expect(("direct_hit", 1), ("miss", 2), ("stored", 2));
        _work.Bare(compiler, "-c", "x.c", "-o", "reference.o").Succeeded();
        Assert.Equal(_work.Read("reference.o"), _work.Read("x.o"));
    }
}
