using Larder.Suites.Harness;

namespace Larder.Suites.Options;

/// <summary>Languages, targets and compilers beside the usual ones: cached where they are understood, cleanly left alone where not.</summary>
public sealed class KindsOfInputSuite : SideBySideSuite
{
    [Theory]
    [MemberData(nameof(CompilersUnderTest.C), MemberType = typeof(CompilersUnderTest))]
    public void Every_language_that_is_named(string compiler)
    {
        Write("c", "#include \"h.h\"\nint f(int a) { return a + V; }\n");
        Write("i", "int v = 1;\n");
        Write("s", ".globl v\nv: .long 1\n");
        Write("S", "#include \"h.h\"\n.globl v\nv: .long V\n");
        Write("h.h", "#define V 1\n");
        string[] objective = compiler == "clang" ? ["objective-c c", "objective-c++ c", "objective-c-cpp-output i", "objective-c++-cpp-output i"] : [];
        foreach (string language in (string[])["c c", "c++ c", "cpp-output i", "c++-cpp-output i", "assembler s", "assembler-with-cpp S", .. objective])
        {
            MissThenHit($"L {compiler} -x {language} -c -o x.o");
            MissThenHit($"L {compiler} -x {language} -c -g -MD -o x.o");
        }

        // Where it changes between inputs, the last one before the source counts, and "none" asks the suffix again.
        Write("x.c", "#include \"h.h\"\nint f(int a) { return a + V; }\n");
        Write("x.s", ".globl v\nv: .long 1\n");
        Step("direct_hit", $"L {compiler} -x c++ -x c -c c -o y.o");
        MissThenHit($"L {compiler} -x c++ -x none -c x.c -o x.o");
        MissThenHit($"L {compiler} -x assembler -x none x.s -x c -c -o x.o");
        Write("h.h", "#define V 2\n");
        MissThenHit($"L {compiler} -x assembler-with-cpp -c S -o x.o");
        foreach (string refused in (string[])["ir i", "f95 c", "cuda c", "ada c", "none c"])
            Assert.NotEqual(0, Step("unsupported_source_language", $"L {compiler} -x {refused} -c -o x.o; s=$?; rm -f x.o; [ $s != 0 ] || exit 9; exit $s").ExitCode);
    }

    [Theory]
    [InlineData("gcc", "-m32 -S")]
    [InlineData("gcc", "-m32 -fsyntax-only")]
    [InlineData("gcc", "-pg -c")]
    [InlineData("gcc", "-fsanitize=address,undefined -c")]
    [InlineData("gcc", "-fsanitize=thread -g -c")]
    [InlineData("gcc", "-fopenmp -c")]
    [InlineData("gcc", "-fopenacc -c")]
    [InlineData("clang", "-m32 -c")]
    [InlineData("clang", "-m32 -fsyntax-only")]
    [InlineData("clang", "-pg -c")]
    [InlineData("clang", "-fsanitize=memory -g -c")]
    [InlineData("clang", "-fopenmp -c")]
    [InlineData("clang", "-fopenmp-simd -c")]
    [InlineData("clang", "--target=aarch64-linux-gnu -c")]
    [InlineData("clang", "-target armv7-none-eabi -g -c")]
    [InlineData("clang", "--target=wasm32 -c")]
    [InlineData("clang", "-flto=thin -c")]
    [InlineData("gcc", "-flto -ffat-lto-objects -frandom-seed=x -c")]
    [InlineData("gcc", "-fvisibility=hidden -fpatchable-function-entry=2 -mno-red-zone -c")]
    public void Targets_and_instruments(string compiler, string options)
    {
        Write("x.c", "#include \"h.h\"\nint f(int *a, int n) { int s = 0;\n#pragma omp parallel for reduction(+:s)\nfor (int i = 0; i < n; i++) s += a[i]; return s + V; }\n");
        Write("h.h", "#define V 1\n");
        MissThenHit($"L {compiler} -O1 {options} x.c -o x.out");
        Write("h.h", "#define V 2\n");
        MissThenHit($"L {compiler} -O1 {options} x.c -o x.out");
    }

    [Theory]
    [InlineData("#pragma omp target map(tofrom: v)")]
    [InlineData("_Pragma(\"omp target\")")]
    [InlineData("#define T target\n#pragma omp T")]
    public void Regions_that_clang_names_after_the_sources_inode(string pragma)
    {
        Write("x.c", $"int f(int v) {{\n{pragma}\n{{ v++; }}\nreturn v; }}\n");
        foreach (string options in (string[])["", "-S", "-flto", "-g -gz"])
            Step("unsupported_output", $"L clang -fopenmp {options} -c x.c -o x.o");
        MissThenHit("L clang -fopenmp-simd -c x.c -o x.o");

        // gcc names by its seed what it keeps of them.
        MissThenHit("L gcc -fopenmp -frandom-seed=one -c x.c -o x.o");
        MissThenHit("L gcc -fopenmp -frandom-seed=two -c x.c -o x.o");
        Step("direct_hit", "L gcc -fopenmp -frandom-seed=one -c x.c -o x.o");
        Step("unsupported_compiler_option", "L clang -fopenmp -fopenmp-targets=x86_64-pc-linux-gnu -c x.c -o x.o");
    }

    [Fact]
    public void What_is_no_compiler_of_ours_runs_as_it_is()
    {
        Write("x.cu", "__global__ void f() {}\n");
        Write("bin/nvcc", "#!/bin/sh\necho \"nvcc $*\"; echo made > x.o\n");
        Shell("chmod +x bin/nvcc");
        Step(string.Empty, "export PATH=$PWD/bin:$PATH; L nvcc -c x.cu -o x.o");
        foreach (string compiler in (string[])["gcc", "clang"])
            Step("unsupported_source_language", $"L {compiler} -c x.cu -o x.o");
        Step("unsupported_source_language", "L clang -x cuda -nocudainc -nocudalib -c x.cu -o x.o");
    }

    [Theory]
    [InlineData("icx", "clang", "x.c")]
    [InlineData("icpx", "clang++", "x.cc")]
    public void A_compiler_made_of_clang_is_known_by_what_it_answers(string name, string driver, string source)
    {
        Write(source, "#include \"h.h\"\nint f(int a) { return a + V; }\n");
        Write("h.h", "#define V 1\n");

        // Its banner names no clang, as Intel's doesn't.
        Write("bin/" + name, $"#!/bin/bash\nexec 3>&1\nsaid=$({driver} \"$@\" 2>&1 >&3); s=$?\n[[ -z $said ]] || sed 's/^.*clang version.*/Intel(R) oneAPI DPC++\\/C++ Compiler 2024.0.0/' <<< \"$said\" >&2\nexit $s\n");
        Shell($"chmod +x bin/{name}; touch -d '1 hour ago' bin/{name}");
        string script = $"export PATH=$PWD/bin:$PATH; L {name} -O1 -c {source} -o x.o";
        MissThenHit(script);
        Write("h.h", "#define V 2\n");
        MissThenHit(script);
    }
}
