using Larder.Suites.Harness;

namespace Larder.Suites.Verification;

/// <summary>
/// verify_hits = 1 over what larder restores: each hit is compiled, all of it compares equal, and whoever calls gets the compiler's own. (Each step compares the
/// whole directory with what the bare compiler leaves.)
/// </summary>
public sealed class VerifiedHitsSuite : SideBySideSuite
{
    private const string Hit = "direct_hit verified_hit";

    public VerifiedHitsSuite()
    {
        Work.Variables["LARDER_VERIFY_HITS"] = "1";
        Write("d/x.c", "#include \"h.h\"\n#include <stdio.h>\nint f(int a) { int unused; printf(\"%d\", a); return a + V; }\n");
        Write("d/x.cc", "#include \"h.h\"\nint f(int a) { return a + V; }\n");
        Write("d/y.S", "#include \"h.h\"\n.globl v\nv: .long V\n");
        Write("d/h.h", "#define V 1\n");
        Write("o/other", "");
    }

    [Theory]
    [InlineData("gcc -c d/x.c")]
    [InlineData("gcc -g -O2 -Wall -MD -MP -c d/x.c -o o/x.o")]
    [InlineData("gcc -g -gsplit-dwarf -MMD -c d/x.c -o o/x.o")]
    [InlineData("gcc --coverage -frandom-seed=x -fstack-usage -c d/x.c -o o/x.o")]
    [InlineData("gcc -flto -frandom-seed=x -save-temps=obj -c d/x.c -o o/x.o")]
    [InlineData("gcc -fcallgraph-info=su -aux-info o/protos -c d/x.c -o o/x.o")]
    [InlineData("gcc -Wall -fdiagnostics-color=always -S d/x.c")]
    [InlineData("gcc -Wall -fsyntax-only d/x.c")]
    [InlineData("gcc -c d/y.S -o o/y.o")]
    [InlineData("g++ -std=c++17 -MD -c d/x.cc -o o/x.o")]
    [InlineData("clang -g -O2 -Wall -MD -MP -c d/x.c -o o/x.o")]
    [InlineData("clang -g -gsplit-dwarf -c d/x.c -o o/x.o")]
    [InlineData("clang -Wall --serialize-diagnostics o/x.dia -fsave-optimization-record -O2 -c d/x.c -o o/x.o")]
    [InlineData("clang -S -emit-llvm -Wall d/x.c")]
    [InlineData("clang++ -std=c++17 -MMD -c d/x.cc -o o/x.o")]
    [InlineData("gcc -c d/x.c -o /dev/null")]
    public void Every_kind_of_output_is_compared(string command)
    {
        bool isNowhere = command.EndsWith("/dev/null", StringComparison.Ordinal);
        Step("miss stored", "L " + command.Replace("/dev/null", "o/x.o", StringComparison.Ordinal)).Succeeded();

        // What nobody can read back can't be compared.
        Step(isNowhere ? "direct_hit unverifiable_hit" : Hit, "L " + command).Succeeded();
        Step(isNowhere ? "direct_hit unverifiable_hit" : Hit, "L " + command).Succeeded();
        AssertNoReports();
    }

    [Theory]
    [InlineData("gcc")]
    [InlineData("clang")]
    public void Texts_and_failures_too(string compiler)
    {
        Step("preprocessing_miss stored", $"L {compiler} -E d/x.c").Succeeded();
        Step("preprocessing_hit verified_hit", $"L {compiler} -E d/x.c").Succeeded();
        Step("preprocessing_miss stored", $"L {compiler} -E d/x.c -o o/x.i").Succeeded();
        Step("preprocessing_hit verified_hit", $"L {compiler} -E d/x.c -o o/x.i").Succeeded();

        Write("d/bad.c", "#include \"h.h\"\nint f(void) { return V }\n");
        string failing = $"L {compiler} -Wall -MD -c d/bad.c -o o/bad.o";
        Step("compile_failed failed_stored", failing);
        Step("failed_hit verified_hit", failing);

        Work.Variables["LARDER_PREPROCESSOR_MODE"] = "1";
        Step("miss stored", $"L {compiler} -Wall -c d/x.c -o o/x.o").Succeeded();
        Step("preprocessed_hit verified_hit", $"L {compiler} -Wall -c d/x.c -o o/x.o").Succeeded();
        AssertNoReports();
    }

    /// <summary>Nothing is written of a hit that is only compared, so it stays one past comments.</summary>
    [Fact]
    public void Hits_past_comments_too()
    {
        Write("d/x.cc", "#include \"h.h\" // why\nint f(int a) { return a + V; } // here\n");
        Write("d/h.h", "/* header */\n#define V 1 // one\n");
        Step("miss stored", "L gcc -g -MD -c d/x.cc -o o/x.o").Succeeded();
        Write("d/x.cc", "#include \"h.h\" // because\nint f(int a) { return a + V; } // and there\n");
        Write("d/h.h", "/* header */\n#define V 1 // uno\n");
        Step("comment_hit verified_hit", "L gcc -g -MD -c d/x.cc -o o/x.o").Succeeded();
        Step("comment_hit verified_hit", "L gcc -g -MD -c d/x.cc -o o/x.o").Succeeded();
        AssertNoReports();
    }

    /// <summary>The dependency file is compared as it would have been written in this checkout.</summary>
    [Fact]
    public void Results_of_another_checkout_too()
    {
        Work.Variables["LARDER_BASE_DIRS"] = Work.Directory;
        foreach (string place in (string[])["one", "further/two"])
        {
            Write(place + "/src/x.c", "#include <x.h>\nint f(int a) { return a + V; }\n");
            Write(place + "/include/x.h", "#define V 1\n");
        }

        string At(string place) => $"cd {place} && L gcc -O2 -MD -MF d -I$PWD/include -c $PWD/src/x.c -o x.o";
        Step("miss stored", At("one")).Succeeded();
        Step(Hit, At("further/two")).Succeeded();
        AssertNoReports();
    }

    /// <summary>A command that consists of several: each of its compiles is a hit by itself.</summary>
    [Fact]
    public void Parts_of_a_command_too()
    {
        Write("d/main.c", "int f(int); int main(void) { return f(0) - 1; }\n");
        Step("miss stored miss stored command_split", "L gcc d/x.c d/main.c -o o/prog").Succeeded();
        Step("direct_hit verified_hit direct_hit verified_hit command_split", "L gcc d/x.c d/main.c -o o/prog").Succeeded();
        AssertNoReports();
    }

    /// <summary>gcc makes another one each time. What was made is known, so those who use it are served.</summary>
    [Fact]
    public void Precompiled_headers_and_their_users()
    {
        Write("p.h", "#ifndef P\n#define P\n#include <stddef.h>\nstatic inline int twice(int x) { return 2 * x; }\n#endif\n");
        Write("u.c", "#include \"p.h\"\nint f(int x) { return twice(x); }\n");
        const string Gcc = "L gcc p.h; sleep 0.02; L gcc -c u.c -o u.o; rm -f *.gch";
        Step("miss stored miss stored", Gcc).Succeeded();
        for (int i = 0; i < 2; i++)
            Step("direct_hit unverifiable_hit stored direct_hit verified_hit", Gcc).Succeeded();
        const string Clang = "L clang p.h -o p.pch; sleep 0.02; L clang -include-pch p.pch -c u.c -o u.o; rm -f *.pch";
        Step("miss stored miss stored", Clang).Succeeded();
        Step($"{Hit} {Hit}", Clang).Succeeded();
        AssertNoReports();
    }

    [Fact]
    public void Modules()
    {
        Work.Variables["SOURCE_DATE_EPOCH"] = "1700000000";
        Write("b.cpp", "export module b;\nexport inline int fb(int x) { return x + 1; }\n");
        Write("main.cpp", "import b;\nint main() { return fb(-1); }\n");
        const string Script = "L g++ -std=c++20 -fmodules-ts -c b.cpp -o o/b.o && L g++ -std=c++20 -fmodules-ts -c main.cpp -o o/main.o; rm -r gcm.cache";
        Step("miss stored miss stored", Script).Succeeded();
        Step($"{Hit} {Hit}", Script).Succeeded();
        AssertNoReports();
    }

    private void AssertNoReports()
    {
        Assert.False(Directory.Exists(Path.Combine(Work.Cache, "v1", "quarantine")));
        Work.Run(LarderBinary.Path, ["stats", "--check"]).Succeeded();
    }
}
