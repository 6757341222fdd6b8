using Larder.Suites.Harness;

namespace Larder.Suites.Sharing;

/// <summary>
/// Neutral store paths: ways in which a path's text gets into what is made, or decides what is read, without standing anywhere in full.
/// </summary>
public sealed class StorePathsLeaksSuite : StorePathsBed
{
    private const string Hash = "constexpr unsigned hash(const char *s) { unsigned h = 5381; while (*s) h = h * 33 + *s++; return h; }\n";

    /// <summary>clang says where a type without a name stands: "(lambda at PATH:3:5)".</summary>
    [RootTheory]
    [InlineData("g++")]
    [InlineData("clang++")]
    public void The_name_of_a_function_can_hold_that_of_a_file(string compiler)
    {
        Both("value.h", Hash + "template<class T> constexpr unsigned of(T) { return hash(__PRETTY_FUNCTION__); }\nconstexpr auto none = [] { return 1; };\n");
        Work.Write("x.c", "#include <value.h>\nconstexpr unsigned number = of(none);\nunsigned x() { return number; }\n");
        Build(compiler, First, hits: 0, "-std=c++17");
        Build(compiler, Second, hits: null, "-std=c++17");
    }

    [RootFact]
    public void So_it_can_in_C()
    {
        Both("value.h", "static int value(struct { int a; } *q) { return __PRETTY_FUNCTION__[60]; }\n");
        Work.Write("x.c", "#include <value.h>\nint (*x)() = (int (*)())value;\n");
        Build("clang", First, hits: 0, "-w");
        Build("clang", Second, hits: 0, "-w");
    }

    [RootFact]
    public void A_built_in_function_can_be_pasted_together()
    {
        Both("value.h", Hash + "#define BUILT_IN(x) __builtin_##x\ninline unsigned value() { constexpr unsigned at = hash(BUILT_IN(FILE)()); return at; }\n");
        Work.Write("x.c", "#include <value.h>\nunsigned x() { return value(); }\n");
        Build("g++", First, hits: 0);
        Build("g++", Second, hits: 0);
    }

    /// <summary>What is left of the hash in a macro is none that anybody finds.</summary>
    [RootTheory]
    [InlineData("gcc", 3)]
    [InlineData("gcc", 31)]
    [InlineData("gcc", 32)]
    [InlineData("clang", 3)]
    [InlineData("clang", 32)]
    public void A_renaming_can_end_within_the_hash(string compiler, int length)
    {
        Both("value.h", "static inline const char *value(void) { return __FILE__; }\n");
        Work.Write("x.c", "#include <value.h>\nconst char *x(void) { return value(); }\n");
        string option = $"-fmacro-prefix-map=/nix/store/{First[..length]}=/x";
        Build(compiler, First, hits: 0, option);
        Build(compiler, Second, hits: 0, option);
        Build(compiler, First, hits: 1, option);
    }

    [RootTheory]
    [MemberData(nameof(Compilers))]
    public void A_directory_can_be_named_past_the_store(string compiler)
    {
        string[] Options(string hash) => ["-I", $"/nix/store/{hash}-dep/include/../../{First}-late/include"];
        Work.Write("x.c", "#include <value.h>\n#include <late.h>\nint x(void) { return value() + LATE; }\n");
        Header(Second, "late", "late.h", "#define LATE 2\n");
        Build(compiler, First, hits: 0, [.. Options(First), "-MD", "-MF", "x.d"]);
        Build(compiler, Second, hits: null, [.. Options(Second), "-MD", "-MF", "x.d"]);
        Build(compiler, First, hits: null, [.. Options(Second), "-MD", "-MF", "x.d"]);
    }

    [RootTheory]
    [MemberData(nameof(Compilers))]
    public void A_name_can_go_over_two_lines(string compiler)
    {
        Work.Write("x.c", $"#include \"/nix/store/{First[..9]}\\\n{First[9..]}-dep/include/value.h\"\nint x = VALUE;\n");
        Build(compiler, First, hits: 0, "-MD", "-MF", "x.d");
        Build(compiler, Second, hits: null, "-MD", "-MF", "x.d");
        Header(First, "dep", "value.h", "#define VALUE 9\n");
        Build(compiler, Second, hits: null, "-MD", "-MF", "x.d");
    }

    [RootFact]
    public void The_assembler_can_be_told_a_name_in_pieces()
    {
        foreach (string hash in new[] { First, Second })
            Header(hash, "dep", "data", "same");
        Work.Write("x.c", $"#include <value.h>\n__asm__(\".data\\n.incbin \\\"/nix/store/{First[..7]}\" \"{First[7..]}-dep/include/data\\\"\\n\");\nint x = VALUE;\n");
        Build("gcc", First, hits: 0);
        Header(First, "dep", "data", "else");
        Build("gcc", Second, hits: null);
    }

    [RootFact]
    public void What_the_assembler_reads_can_name_another()
    {
        foreach (string hash in new[] { First, Second })
        {
            Header(hash, "dep", "data", "same");
            Header(hash, "dep", "data.s", $".incbin \"/nix/store/{First}-dep/include/data\"\n");
        }

        Work.Write("x.c", "#include <value.h>\n__asm__(\".data\\n.include \\\"data.s\\\"\\n\");\nint x = VALUE;\n");
        Build("gcc", First, hits: 0, "-I", $"/nix/store/{First}-dep/include");
        Header(First, "dep", "data", "else");
        Build("gcc", Second, hits: null, "-I", $"/nix/store/{Second}-dep/include");
    }

    [RootFact]
    public void The_assembler_searches_too()
    {
        Work.Write("x.c", "__asm__(\".data\\n.incbin \\\"data\\\"\\n\");\nint x = 1;\n");
        Header(First, "dep", "data", "one");
        Header(Second, "dep", "data", "two");
        foreach (string hash in new[] { First, Second, First })
            Build("gcc", hash, hits: null, "-I", $"/nix/store/{hash}-dep/include");
    }

    [RootFact]
    public void Functions_are_left_out_by_the_name_of_their_file()
    {
        string[] options = ["-finstrument-functions", $"-finstrument-functions-exclude-file-list={First[..6]}"];
        Both("value.h", "int value(void) { return 7; }\n");
        Build("gcc", First, hits: 0, options);
        Build("gcc", Second, hits: 0, options);
    }

    [RootTheory]
    [MemberData(nameof(Compilers))]
    public void Assembly_names_the_file_of_an_asm_statement(string compiler)
    {
        Both("value.h", "static inline int value(void) { __asm__(\"nop\"); return 7; }\n");
        Build(compiler, First, hits: 0, "-S");
        Build(compiler, Second, hits: null, "-S");
        Build(compiler, First, hits: null);
        Build(compiler, Second, hits: null);
    }

    [RootTheory]
    [InlineData("gcc", "-S", "-fverbose-asm")]
    [InlineData("gcc", "-frecord-gcc-switches")]
    [InlineData("clang", "-frecord-command-line")]
    [InlineData("clang", "-fembed-bitcode=all")]
    [InlineData("clang", "-emit-llvm")]
    [InlineData("gcc", "-Wp,-MD,x.d")]
    [InlineData("gcc", "-Wp,-MMD,x.d")]
    [InlineData("gcc", "-MMD", "-MF", "x.d")]
    [InlineData("clang", "-MMD", "-MF", "x.d")]
    [InlineData("gcc", "-H")]
    [InlineData("gcc", "-include", "value.h")]
    [InlineData("clang", "-include", "value.h")]
    [InlineData("gcc", "-imacros", "late.h")]
    [InlineData("gcc", "-fsanitize=address,undefined")]
    [InlineData("clang", "-fsanitize=address,undefined")]
    [InlineData("gcc", "-g", "-gno-record-gcc-switches")]
    [InlineData("gcc", "-flto", "-frandom-seed=1")]
    [InlineData("gcc", "--coverage", "-frandom-seed=1")]
    [InlineData("clang", "--coverage")]
    [InlineData("gcc", "-fopt-info-all")]
    [InlineData("gcc", "-Wall", "-Wextra", "-Wsystem-headers", "-fdiagnostics-format=json")]
    public void Whatever_else_shows_a_path_is_right_for_whoever_asks(string compiler, params string[] options)
    {
        Both("value.h", "#pragma once\n#define VALUE 7\nstatic inline int value(int unused) { int a[VALUE]; return a[3] + (1 << unused); }\n");
        Work.Write("x.c", "#include <value.h>\nint x(int a) { return value(a); }\n");
        foreach (string hash in new[] { First, Second, First })
            Build(compiler, hash, hits: null, [.. options, "-I", $"/nix/store/{hash}-late/include"]);
    }

    [RootTheory]
    [MemberData(nameof(Compilers))]
    public void Two_dependencies_can_change_places(string compiler)
    {
        Header(First, "dep", "late.h", "#define LATE 3\n");
        Work.Write("x.c", "#include <late.h>\nint x = LATE;\n");
        string[] Command(params string[] hashes) =>
        [
            compiler, "-x", "c", "-c", "x.c", "-o", "x.o", "-MD", "-MF", "x.d",
            .. hashes.SelectMany(static hash => new[] { "-isystem", $"/nix/store/{hash}-dep/include", "-isystem", $"/nix/store/{hash}-late/include" }),
        ];
        foreach (string[] hashes in new string[][] { [First, Second], [Second, First], [First], [Second], [First, Second], [Second, First] })
            Same(null, Command(hashes));
    }

    /// <summary>gcc takes a file for one that it has read where size, time and content are the same; clang where it is the same one.</summary>
    [RootTheory]
    [MemberData(nameof(Compilers))]
    public void Twins_of_a_once_only_header(string compiler)
    {
        foreach (string hash in new[] { First, Second })
        {
            foreach (string package in new[] { "dep", "late" })
                Work.Write($"../nix/store/{hash}-{package}/include/{package}/once.h", "#pragma once\nenum { n = __COUNTER__ };\n", DateTime.UnixEpoch);
        }

        string same = Path.Combine(Work.Root, "nix", "store", Second + "-late", "include", "late", "once.h");
        Work.Write("x.c", "#include <dep/once.h>\n#define n m\n#include <late/once.h>\nint x = __COUNTER__;\n");
        foreach (string hash in new[] { First, Second, First })
            Build(compiler, hash, hits: null, "-MD", "-MF", "x.d");
        File.SetLastWriteTimeUtc(same, DateTime.UtcNow.AddDays(-1));
        Build(compiler, Second, hits: null, "-MD", "-MF", "x.d");
        File.Delete(same);
        File.CreateSymbolicLink(same, $"/nix/store/{Second}-dep/include/dep/once.h");
        Build(compiler, Second, hits: null, "-MD", "-MF", "x.d");
    }

    [RootTheory]
    [MemberData(nameof(Compilers))]
    public void Links_between_store_paths(string compiler)
    {
        Work.Write("x.c", "#include <sub/value.h>\n#include <late.h>\nint x = VALUE + LATE;\n");
        foreach (string hash in new[] { First, Second })
        {
            Work.Write($"../nix/store/{hash}-real/value.h", "#define VALUE 7\n");
            Directory.CreateSymbolicLink(Path.Combine(Work.Root, "nix", "store", hash + "-dep", "include", "sub"), $"/nix/store/{First}-real");
        }

        foreach (string hash in new[] { First, Second, First })
            Build(compiler, hash, hits: null, "-MD", "-MF", "x.d");
        Work.Write($"../nix/store/{First}-real/value.h", "#define VALUE 8\n");
        foreach (string hash in new[] { Second, First })
            Build(compiler, hash, hits: null, "-MD", "-MF", "x.d");
    }

    [RootTheory]
    [MemberData(nameof(Compilers))]
    public void The_next_one_and_one_that_may_be_there(string compiler)
    {
        Both("value.h", "#include_next <value.h>\n#if __has_include(<more.h>)\n#define MORE 1\n#else\n#define MORE 0\n#endif\n");
        foreach (string hash in new[] { First, Second })
            Header(hash, "late", "value.h", "#define VALUE 3\n");
        Work.Write("x.c", "#include <value.h>\nint x = VALUE + 10 * MORE;\n");
        Build(compiler, First, hits: 0, "-MD", "-MF", "x.d");
        Build(compiler, Second, hits: 1, "-MD", "-MF", "x.d");
        Header(Second, "late", "more.h", "");
        Build(compiler, Second, hits: 0, "-MD", "-MF", "x.d");
        Header(Second, "late", "value.h", "#define VALUE 4\n");
        Build(compiler, Second, hits: 0, "-MD", "-MF", "x.d");
        Build(compiler, First, hits: 1, "-MD", "-MF", "x.d");
    }

    [RootTheory]
    [MemberData(nameof(Compilers))]
    public void A_path_with_the_characters_of_a_neutral_one(string compiler)
    {
        string fill = new string('u', 30) + "00";
        Header(fill, "dep", "late.h", "#define LATE 5\n");
        Work.Write("x.c", "#include <value.h>\n#include <late.h>\nint x = VALUE + LATE;\n");
        string[] options = ["-I", $"/nix/store/{fill}-dep/include", "-MD", "-MF", "x.d"];
        Build(compiler, First, hits: null, options);
        Build(compiler, Second, hits: null, options);
        Header(fill, "dep", "late.h", "#define LATE 6\n");
        Build(compiler, Second, hits: null, options);
        Build(compiler, First, hits: null, options);
    }

    [RootTheory]
    [InlineData("gcc")]
    [InlineData("clang")]
    public void Assembly_with_a_preprocessor(string compiler)
    {
        Both("value.h", ".data\n.ascii __FILE__\n");
        Work.Write("x.c", "#include <value.h>\n");
        foreach (string hash in new[] { First, Second })
            Same(0, compiler, "-x", "assembler-with-cpp", "-c", "x.c", "-o", "x.o", "-isystem", $"/nix/store/{hash}-dep/include");
    }

    [RootFact]
    public void Directories_that_only_look_like_a_store_path()
    {
        // 32 characters and a hyphen, but no hash: what was looked for in vain above them would count for everybody.
        string[] Options(string top) => ["-I", $"/nix/store/{top}/include/deep/deeper/deepes/a-dep/"];
        foreach (string top in new[] { "a1", "b2" })
            Work.Write($"../nix/store/{top}/other", "");
        foreach (string top in new[] { "a1", "b2" })
            Build("gcc", First, hits: null, Options(top));
        Work.Write("../nix/store/b2/include/deep/deeper/deepes/a-dep/value.h", "#define VALUE 8\nstatic inline int value(void) { return VALUE; }\n");
        foreach (string top in new[] { "a1", "b2" })
            Build("gcc", First, hits: null, Options(top));
    }

    [RootTheory]
    [MemberData(nameof(Compilers))]
    public void With_base_directories_besides(string compiler)
    {
        Work.Variables["LARDER_BASE_DIRS"] = "/nix:" + Work.Root;
        Build(compiler, First, hits: 0);
        Build(compiler, Second, hits: 1);
        Header(Second, "dep", "value.h", "#define VALUE 8\nstatic inline int value(void) { return VALUE; }\n");
        Build(compiler, Second, hits: 0);
        Build(compiler, First, hits: 1);
    }

    private void Both(string name, string text)
    {
        foreach (string hash in new[] { First, Second })
            Header(hash, "dep", name, text);
    }
}
