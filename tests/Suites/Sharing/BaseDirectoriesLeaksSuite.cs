using Larder.Suites.Harness;

namespace Larder.Suites.Sharing;

/// <summary>
/// base_dirs: ways in which a checkout's path gets into what is made, or decides what is read, and compiles that only look alike. Whatever larder makes of
/// them, it is what the bare compiler makes in that checkout.
/// </summary>
public sealed class BaseDirectoriesLeaksSuite : BaseDirectoriesBed
{
    private const string Hash = "constexpr unsigned hash(const char *s) { unsigned h = 5381; while (*s) h = h * 33 + *s++; return h; }\n";

    [Theory]
    [MemberData(nameof(C))]
    public void Names_of_files_in_the_program(string compiler)
    {
        Checkout(Places);
        foreach (string text in (string[])
            [
                "const char *f = __FILE__;", "unsigned n = sizeof __BASE_FILE__;", "#define NAME(x) __##x##__\nconst char *f = NAME(FILE);",
                "const char *f(void) { return __builtin_FILE(); }", "#line 3 __FILE__\nconst char *f = __FILE__;",
                "#define S(x) #x\n#define T(x) S(x)\nconst char *f = T(__FILE__);", "const int w[] = { sizeof(L\"\" __FILE__) };",
            ])
        {
            Everywhere("src/a.c", text + "\nint v;\n");
            Apart($"{compiler} -MD -c $R/src/a.c -o a.o");
        }

        Everywhere("src/a.c", "const char *f = __FILE_NAME__;\n");
        Shared($"{compiler} -MD -c $R/src/a.c -o a.o");
    }

    [Theory]
    [InlineData("g++")]
    [InlineData("clang++")]
    public void Numbers_made_of_names(string compiler)
    {
        Checkout(Places);
        Everywhere("src/a.cc", Hash + "#define BUILT_IN(x) __builtin_##x\nunsigned x() { constexpr unsigned at = hash(BUILT_IN(FILE)()); return at; }\n");
        Apart($"{compiler} -c $R/src/a.cc -o a.o");
        Everywhere("src/a.cc", Hash + "template<class T> constexpr unsigned of(T) { return hash(__PRETTY_FUNCTION__); }\nconstexpr auto none = [] { return 1; };\n"
            + "constexpr unsigned number = of(none);\nunsigned x() { return number; }\n");
        foreach (string place in Places)
            Step(place == Places[0] || compiler == "clang++" ? "miss stored" : "direct_hit",
                $"R=\"$PWD/{place.Replace("$", "\\$", StringComparison.Ordinal)}\"; cd \"$R/build\" && L {compiler} -std=c++17 -c \"$R/src/a.cc\" -o a.o");
    }

    /// <summary>clang names what is local to a source by a digest of the source's path.</summary>
    [Fact]
    public void Digests_of_the_sources_path()
    {
        Checkout(Places);
        Everywhere("src/a.c", "static int priv(int x) { return x * 7; }\nint (*x)(int) = priv;\n");
        string[] options = ["-funique-internal-linkage-names -c", "-emit-llvm -c", "-flto -c", "-emit-llvm -S"];
        Apart(Array.ConvertAll(options, option => $"clang {option} $R/src/a.c -o a.o"));
    }

    [Theory]
    [MemberData(nameof(C))]
    public void The_path_in_other_words_of_the_command_line(string compiler)
    {
        Checkout(Places);
        foreach (string option in (string[])
            ["-DROOT='\"/'$R'\"'", "-fmacro-prefix-map=${R%/*}/o=x", "-fmacro-prefix-map=${R%?}=x", "-ffile-prefix-map=$R=a=b", "-fdebug-prefix-map==x"])
        {
            In(Places[0], "miss stored", $"{compiler} {option} {Cmake}");
            In(Places[2], "miss stored", $"{compiler} {option} {Cmake}");
        }

        // Only the linker gets it.
        if (compiler == "gcc")
            Shared([Places[0], Places[2]], $"gcc -Wl,-rpath,$R {Cmake}");
        Work.Variables["CPATH"] = Work.PathOf("one/include");
        In(Places[0], "miss stored", $"{compiler} {Cmake}");
        Work.Variables["CPATH"] = Work.PathOf("three/include");
        In(Places[2], "miss stored", $"{compiler} {Cmake}");
    }

    /// <summary>A text that was read and names the checkout leads there from wherever it is read.</summary>
    [Theory]
    [MemberData(nameof(C))]
    public void The_path_in_a_file_that_was_read(string compiler)
    {
        Checkout(Places);
        string one = Work.PathOf("one");
        Everywhere("src/own.h", $"#define OWN 1\n#include \"{one}/include/up.h\"\n");
        Apart($"{compiler} {Cmake}");
        Everywhere("src/own.h", $"#define OWN 1\n#include \"{one[..9]}\\\n{one[9..]}/include/more.h\"\n");
        Everywhere("include/more.h", "#define MORE 1\n");
        Apart($"{compiler} {Cmake}");

        // Made elsewhere, it would be the same path; but it is one that is renamed here.
        Everywhere("src/own.h", $"#define OWN 1\n#include \"{one}/include/name.h\"\n");
        Everywhere("include/name.h", "static const char *const f = __FILE__;\nconst char *g(void) { return f; }\n");
        In(Places[2], "miss stored", $"{compiler} -fmacro-prefix-map=$R=. {Cmake}");
        In(Places[0], "miss stored", $"{compiler} -fmacro-prefix-map=$R=. {Cmake}");
        In(Places[2], "direct_hit", $"{compiler} -fmacro-prefix-map=$R=. {Cmake}");
    }

    /// <summary>Another directory's name can begin as the checkout's does.</summary>
    [Theory]
    [MemberData(nameof(C))]
    public void A_neighbour_whose_name_begins_alike(string compiler)
    {
        Checkout("co", "co2", "tree");
        foreach (string place in (string[])["co", "tree"])
            Step("miss stored", $"B=$PWD; R=$PWD/{place}; cd $R/build && L {compiler} -I$B/co2/include -fmacro-prefix-map=$R=r {Cmake}");
        foreach (string place in (string[])["co", "tree"])
            Step("direct_hit", $"B=$PWD; R=$PWD/{place}; cd $R/build && L {compiler} -I$B/co2/include -fmacro-prefix-map=$R=r {Cmake}");
    }

    [Theory]
    [MemberData(nameof(C))]
    public void Another_depth_or_another_order(string compiler)
    {
        Checkout(Places);
        Source("one", "build/deep/keep", "");
        Source("three", "include/gen.h", "#define GEN 3\n");
        const string Short = "-I$R/include -I$R/build/gen -isystem $R/third -MD -c $R/src/a.c -o a.o";
        In("one", "miss stored", $"{compiler} {Short}");
        Step("miss stored", $"R=$PWD/one; cd $R/build/deep && L {compiler} {Short}");
        In("three", "miss stored", $"{compiler} {Short}");
        In("one", "miss stored", $"{compiler} {Short.Replace("-I$R/include -I$R/build/gen", "-I$R/build/gen -I$R/include", StringComparison.Ordinal)}");
    }

    [Fact]
    public void What_the_assembler_reads()
    {
        Checkout(Places);
        Everywhere("src/data", "same");
        Everywhere("build/a.c", "__asm__(\".data\\n.incbin \\\"data\\\"\\n\");\nint x = 1;\n");
        const string Command = "gcc -I$R/src -MD -c a.c -o a.o";
        In("one", "miss stored", Command);
        In("three", "miss stored", Command);
        Source("three", "src/data", "else");
        In("three", "miss stored", Command);
        In("one", "direct_hit", Command);
    }

    [Theory]
    [InlineData("gcc", "-S")]
    [InlineData("gcc", "-S -g -ffile-prefix-map=$R=.")]
    [InlineData("clang", "-S -g -ffile-prefix-map=$R=.")]
    [InlineData("gcc", "-S -fverbose-asm")]
    [InlineData("gcc", "-g -gz -ffile-prefix-map=$R/src=.")]
    [InlineData("clang", "-g -gz -ffile-prefix-map=$R/src=.")]
    [InlineData("gcc", "-g -Wa,--compress-debug-sections -ffile-prefix-map=$R/src=.")]
    [InlineData("gcc", "-g -gsplit-dwarf -ffile-prefix-map=$R=.")]
    [InlineData("clang", "-g -gsplit-dwarf -ffile-prefix-map=$R=.")]
    [InlineData("gcc", "--coverage -frandom-seed=1")]
    [InlineData("clang", "--coverage")]
    [InlineData("gcc", "-fsanitize=address,undefined")]
    [InlineData("clang", "-fsanitize=address,undefined")]
    [InlineData("gcc", "-flto -frandom-seed=1")]
    [InlineData("gcc", "-H")]
    [InlineData("gcc", "-Wall -Wextra -fdiagnostics-format=json")]
    [InlineData("clang", "-Wall -Wextra -fdiagnostics-absolute-paths")]
    [InlineData("gcc", "-Wall -Wextra")]
    public void Whatever_shows_a_path_is_right_for_whoever_asks(string compiler, string options)
    {
        Checkout(Places);
        Everywhere("src/a.c", "#include \"own.h\"\nint unused(int a) { int b[OWN + 3]; __asm__(\"nop\"); return b[2] + (1 << 3); }\n");
        string stage = options.StartsWith("-S", StringComparison.Ordinal) ? "" : "-c";
        foreach (string place in (string[])["one", "three", "one"])
            Step(null, $"R=$PWD/{place}; cd $R/build && L {compiler} {options} {stage} -I$R/include $R/src/a.c -o a.o");
    }

    /// <summary>Somewhere else a directory on the way is missing, or is a link.</summary>
    [Theory]
    [MemberData(nameof(C))]
    public void What_is_missing_in_one_checkout(string compiler)
    {
        Checkout(Places);
        const string Command = "-I$R/none/at/all -I$R/include -I$R/build/gen -isystem $R/third -MD -c $R/src/a.c -o a.o";
        In("one", "miss stored", $"{compiler} {Command}");
        In("three", "direct_hit", $"{compiler} {Command}");
        Source("three", "none/at/all/gen.h", "#define GEN 9\n");
        In("three", "miss stored", $"{compiler} {Command}");
        In("one", "direct_hit", $"{compiler} {Command}");
        Shell("rm -r three/none; mkdir elsewhere; echo '#define GEN 8' > elsewhere/gen.h; mkdir -p three/none/at; ln -s $PWD/elsewhere three/none/at/all");
        In("three", "miss stored", $"{compiler} {Command}");
    }
}
