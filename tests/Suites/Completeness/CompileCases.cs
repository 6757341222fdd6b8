using Larder.Suites.Harness;

namespace Larder.Suites.Completeness;

/// <summary>The shapes that the oracle runs over.</summary>
public static class CompileCases
{
    private static readonly string[] Cxx = ["g++", "clang++"];
    private static readonly string[] Gcc = ["gcc"];

    public static readonly CompileCase[] All =
    [
        new("plain", ["-c", "x.c", "-o", "x.o"], w => w.Write("x.c", "int x;\n")),
        new("system headers", ["-O2", "-c", "x.c", "-o", "x.o"], w => w.Write("x.c", "#include <stdio.h>\n#include <stdlib.h>\n#include <string.h>\nint x;\n")),
        new("search options", ["-Iinc", "-I", "inc2", "-iquote", "quote", "-isystem", "sys", "-idirafter", "after", "-c", "x.c", "-o", "x.o"], Directories),
        new("absent directories", ["-Iabsent", "-Ideep/absent/dir", "-Iinc", "-isystem", "inc/absent", "-c", "x.c", "-o", "x.o"], w =>
        {
            w.Write("x.c", "#include \"a.h\"\n#include <stddef.h>\n");
            w.Write("inc/a.h", "int a;\n");
        }),
        new("has_include", ["-Iinc", "-c", "x.c", "-o", "x.o"], w =>
        {
            w.Write("x.c", "#if __has_include(\"no.h\")\n#include \"no.h\"\n#endif\n#if __has_include(<a.h>)\n#include <a.h>\n#endif\n"
                + "#if __has_include(\"sub/none/x.h\") || __has_include(\"b.h\")\nint y;\n#endif\n#if __has_include(<zz/sub.h>)\nint z;\n#endif\n");
            w.Write("inc/a.h", "int a;\n");
            w.Write("inc/b.h", "int b;\n");
        }),
        new("include_next", ["-Ione", "-Itwo", "-Ithree", "-c", "x.c", "-o", "x.o"], w =>
        {
            w.Write("x.c", "#include <n.h>\n#include <stdint.h>\n");
            w.Write("one/n.h", "#include_next <n.h>\nint one;\n");
            w.Write("three/n.h", "int three;\n#if __has_include_next(<n.h>)\nint more;\n#endif\n");
            w.Write("two/other.h", "\n");
        }),
        new("forced includes", ["-Iinc", "-include", "pre.h", "-imacros", "macros.h", "-include", "stdio.h", "-c", "x.c", "-o", "x.o"], w =>
        {
            w.Write("x.c", "int x = M;\n");
            w.Write("pre.h", "#include \"below.h\"\n#include <angled.h>\n");
            w.Write("macros.h", "#define M 1\n");
            w.Write("inc/below.h", "int below;\n");
            w.Write("inc/angled.h", "int angled;\n");
        }),
        new("forced include from the search path", ["-Iinc", "-include", "deep/pre.h", "-c", "x.c", "-o", "x.o"], w =>
        {
            w.Write("x.c", "int x;\n");
            w.Write("inc/deep/pre.h", "#include \"beside.h\"\n");
            w.Write("inc/deep/beside.h", "int beside;\n");
        }),
        new("forced includes with -MMD", ["-MMD", "-Iinc", "-include", "deep/pre.h", "-imacros", "macros.h", "-c", "x.c", "-o", "x.o"], w =>
        {
            w.Write("x.c", "int x;\n");
            w.Write("inc/deep/pre.h", "#include \"beside.h\"\n#include <stdio.h>\n");
            w.Write("inc/deep/beside.h", "#include \"below.h\"\n");
            w.Write("inc/deep/below.h", "int beside;\n");
            w.Write("inc/macros.h", "#include \"deep/more.h\"\n");
            w.Write("inc/deep/more.h", "#define MORE\n");
        }),
        new("-MD", ["-MD", "-Iinc", "-c", "x.c", "-o", "x.o"], Simple),
        new("-MMD", ["-MMD", "-MP", "-MF", "deps.d", "-Iinc", "-c", "x.c", "-o", "x.o"], Simple),
        new("-MMD with diagnostics", ["-Wall", "-MMD", "-Iinc", "-c", "x.c", "-o", "x.o"], w =>
        {
            Simple(w);
            w.Write("x.c", "#include \"a.h\"\n#include <stdio.h>\n#warning here\nstatic int unused;\n");
        }),
        new("-g", ["-g", "-Iinc", "-c", "x.c", "-o", "x.o"], Simple),
        new("-g3 split", ["-g3", "-gsplit-dwarf", "-Iinc", "-c", "x.c", "-o", "x.o"], Simple),
        new("-S", ["-S", "-Iinc", "x.c", "-o", "x.s"], Simple),
        new("-B", ["-Btools", "-Babsent/", "-Iinc", "-c", "x.c", "-o", "x.o"], w =>
        {
            Simple(w);
            w.Write("tools/include/t.h", "int t;\n");
        }),
        new("--sysroot", ["--sysroot=root", "-c", "x.c", "-o", "x.o"], w =>
        {
            w.Write("x.c", "#include <sysrooted.h>\n");
            w.Write("root/usr/include/sysrooted.h", "int s;\n");
        }),
        new("-nostdinc", ["-nostdinc", "-Iinc", "-c", "x.c", "-o", "x.o"], w =>
        {
            w.Write("x.c", "#include \"a.h\"\n#if 0\n#include <stdio.h>\n#endif\n");
            w.Write("inc/a.h", "int a;\n");
        }),
        new("assembler with includes", ["-Iinc", "-c", "x.S", "-o", "x.o"], w =>
        {
            w.Write("x.S", "#include \"defs.h\"\n.include \"more.s\"\n.section .rodata\n.incbin \"blob.bin\"\n.long VALUE\n");
            w.Write("inc/defs.h", "#define VALUE 7\n");
            w.Write("inc/more.s", ".long 3\n");
            w.Write("inc/blob.bin", "payload");
        }) { Compilers = Gcc },
        new("assembler, preprocessed", ["-Iinc", "-c", "x.s", "-o", "x.o"], w =>
        {
            w.Write("x.s", ".include \"more.s\"\n.incbin \"blob.bin\"\n");
            w.Write("more.s", ".long 3\n");
            w.Write("inc/blob.bin", "payload");
        }) { Compilers = Gcc },
        new("assembler with cpp only", ["-Iinc", "-c", "x.S", "-o", "x.o"], w =>
        {
            w.Write("x.S", "#include \"defs.h\"\n#ifdef NOPE\n#include \"nope.h\"\n#endif\n.long VALUE\n");
            w.Write("inc/defs.h", "#define VALUE 7\n");
        }),
        new("incbin in asm", ["-Iinc", "-c", "x.c", "-o", "x.o"], w =>
        {
            w.Write("x.c", "__asm__(\".section .rodata\\n.incbin \\\"blob.bin\\\"\\n.incbin \\\"inc2/other.bin\\\"\\n\");\n");
            w.Write("inc/blob.bin", "payload");
            w.Write("inc2/other.bin", "payload");
        }) { Compilers = Gcc },
        new("-std=c89", ["-std=c89", "-pedantic", "-Iinc", "-c", "x.c", "-o", "x.o"], w =>
        {
            w.Write("x.c", "#include <stdio.h>\nint x = 4 //* not a comment */\n 2;\n#if 0\n#include \"late.h\"\n#endif\n");
            w.Write("inc/a.h", "\n");
        }),
        new("-std=c++20", ["-std=c++20", "-Iinc", "-c", "x.cc", "-o", "x.o"], w =>
        {
            w.Write("x.cc", "#include <vector>\n#include \"a.h\"\nstd::vector<int> v;\n");
            w.Write("inc/a.h", "#include <string_view>\n");
        }) { Compilers = Cxx },
        new("-m32", ["-m32", "-ffreestanding", "-Iinc", "-c", "x.c", "-o", "x.o"], w =>
        {
            w.Write("x.c", "#include <stddef.h>\n#include <stdarg.h>\n#include \"a.h\"\nsize_t x;\n");
            w.Write("inc/a.h", "int a;\n");
        }),
        new("computed include of a known name", ["-Iinc", "-c", "x.c", "-o", "x.o"], w =>
        {
            w.Write("x.c", "#define HEADER \"a.h\"\n#include HEADER\n");
            w.Write("inc/a.h", "int a;\n");
        }),
        new("computed include", ["-Iinc", "-DNAME=a", "-c", "x.c", "-o", "x.o"], w =>
        {
            w.Write("x.c", "#define STR(x) #x\n#define HEADER(x) STR(x.h)\n#include HEADER(NAME)\n");
            w.Write("inc/a.h", "int a;\n");
        }) { IsDirect = false },
        new("inactive includes", ["-Iinc", "-c", "x.c", "-o", "x.o"], w =>
        {
            w.Write("x.c", "#if 0\n#include \"never.h\"\n#include <sub/never.h>\n#include \"a.h/below.h\"\n#include \"there.h\"\n#endif\n#include \"a.h\"\n");
            w.Write("inc/a.h", "int a;\n");
            w.Write("inc/there.h", "int there;\n");
        }),
        new("linked directories", ["-Ilink", "-isystem", "syslink", "-c", "x.c", "-o", "x.o"], w =>
        {
            w.Write("x.c", "#include \"a.h\"\n#include <s.h>\n#include \"linked.h\"\n");
            w.Write("real/a.h", "#include \"../sibling/b.h\"\n");
            w.Write("sibling/b.h", "int b;\n");
            w.Write("store/sibling/b.h", "int other;\n");
            w.Write("store/real/s.h", "int s;\n");
            File.CreateSymbolicLink(w.PathOf("link"), "real");
            File.CreateSymbolicLink(w.PathOf("syslink"), "store/real");
            File.CreateSymbolicLink(w.PathOf("linked.h"), "store/sibling/b.h");
        }),
        new("a long way round", ["-Iinc/../inc/./sub/..", "-isystem", "inc/sub/../../sys", "-c", "./src/../src/x.c", "-o", "x.o"], w =>
        {
            w.Write("src/x.c", "#include \"a.h\"\n#include <../sys/s.h>\n#include \"../inc/sub/t.h\"\n");
            w.Write("inc/a.h", "int a;\n");
            w.Write("inc/sub/t.h", "int t;\n");
            w.Write("sys/s.h", "int s;\n");
        }),
        new("linked source", ["-Iinc", "-c", "x.c", "-o", "x.o"], w =>
        {
            w.Write("real/x.c", "#include \"a.h\"\n");
            w.Write("a.h", "int here;\n");
            w.Write("real/a.h", "int there;\n");
            File.CreateSymbolicLink(w.PathOf("x.c"), "real/x.c");
        }),
        new("many C++ headers", ["-O1", "-c", "x.cc", "-o", "x.o"], w => w.Write("x.cc", string.Concat(
            ((string[])["algorithm", "array", "atomic", "bitset", "chrono", "codecvt", "complex", "condition_variable", "deque", "filesystem",
                "fstream", "functional", "future", "iomanip", "iostream", "list", "locale", "map", "memory", "mutex", "numeric", "optional",
                "queue", "random", "regex", "set", "sstream", "stack", "string", "thread", "tuple", "unordered_map", "valarray", "variant",
                "vector", "sys/socket.h", "netinet/in.h", "pthread.h", "unistd.h"]).Select(h => $"#include <{h}>\n")))) { Compilers = Cxx },
        new("-flto", ["-flto", "-frandom-seed=1", "-O2", "-Iinc", "-c", "x.c", "-o", "x.o"], Simple),
        new("-fsanitize=address", ["-fsanitize=address", "-g", "-Iinc", "-c", "x.c", "-o", "x.o"], Simple),
        new("-march=native", ["-march=native", "-O2", "-c", "x.c", "-o", "x.o"], w => w.Write("x.c", "#include <immintrin.h>\nint x;\n")),
        new("coverage", ["--coverage", "-frandom-seed=1", "-Iinc", "-c", "x.c", "-o", "x.o"], Simple),
        new("variables", ["-Iinc", "-c", "x.c", "-o", "x.o"], Simple)
        {
            Variables = [("CPATH", "cpath:absent-cpath"), ("C_INCLUDE_PATH", "sys"), ("SOURCE_DATE_EPOCH", "1000000000")],
        },
        new("#line", ["-Wall", "-Iinc", "-c", "x.c", "-o", "x.o"], w => w.Write("x.c", "#line 2 \"grammar.y\"\nstatic int unused;\n#line 5 \"absent.y\"\n#warning x\n")),
        new("a name that is a directory", ["-Iinc", "-Iinc2", "-c", "x.c", "-o", "x.o"], w =>
        {
            w.Write("x.c", "#include <d.h>\n");
            w.Write("inc/d.h/file", "\n");
            w.Write("inc2/d.h", "int d;\n");
        }),
        new("a missing header", ["-Iinc", "-Iabsent", "-iquote", "quote", "-isystem", "sys", "-c", "x.c", "-o", "x.o"], w =>
        {
            w.Write("x.c", "#include \"a.h\"\n#include <sub/gone.h>\n#include \"b.h\"\n");
            Directories(w, "inc", "quote", "sys");
        }) { Fails = true },
        new("a missing header with -MD", ["-Iinc", "-iquote", "quote", "-MD", "-c", "x.c", "-o", "x.o"], w =>
        {
            w.Write("x.c", "#include \"a.h\"\n#include \"../gone.h \"\n");
            Directories(w, "inc", "quote");
        }) { Fails = true },
        new("a missing header with -MMD", ["-Iinc", "-g", "-MMD", "-c", "x.c", "-o", "x.o"], w =>
        {
            w.Write("x.c", "#include \"a.h\"\n#include_next <gone.h>\n");
            Directories(w, "inc");
        }) { Fails = true },
        new("errors", ["-Iinc", "-MMD", "-c", "x.c", "-o", "x.o"], w =>
        {
            w.Write("x.c", "#include \"a.h\"\n#error one\nint f( {\n#include <b.h>\n#if __has_include(<none.h>)\n#endif\n");
            Directories(w, "inc");
        }) { Fails = true },
        new("errors in C++", ["-Iinc", "-c", "x.cc", "-o", "x.o"], w =>
        {
            w.Write("x.cc", "#include <vector>\n#include \"a.h\"\nstd::vector<undeclared> v;\n");
            Directories(w, "inc");
        }) { Fails = true, Compilers = Cxx },
        new("a module's mapper", ["-std=c++20", "-fmodules-ts", "-fmodule-mapper=map", "-MD", "-Iinc", "-c", "x.cc", "-o", "x.o"], w =>
        {
            w.Write("x.cc", "module;\n#include \"a.h\"\n#include <stddef.h>\nexport module x;\nexport import b;\n");
            w.Write("b.cc", "export module b;\nexport int b();\n");
            w.Write("map", "$root .\nb b.gcm\nx x.gcm\nnone none.gcm\n");
            Directories(w, "inc");
            w.Write("bmap", "b b.gcm\n");
            w.Larder("g++", "-std=c++20", "-fmodules-ts", "-fmodule-mapper=bmap", "-c", "b.cc", "-o", "b.o").Succeeded();
        }) { Compilers = ["g++"], Prepared = 1 },
        new("modules by gcc's rule", ["-std=c++20", "-fmodules-ts", "-Iinc", "-c", "x.cc", "-o", "x.o"], w =>
        {
            w.Write("x.cc", "#include \"a.h\"\n#include <vector>\n#include \"inc/b.h\"\nimport b;\n");
            w.Write("b.cc", "export module b;\nexport int b();\n");
            Directories(w, "inc");
            w.Larder("g++", "-std=c++20", "-fmodules-ts", "-c", "b.cc", "-o", "b.o").Succeeded();
        }) { Compilers = ["g++"], Prepared = 1 },
        new("modules in directories", ["-std=c++20", "-g", "-fprebuilt-module-path=none", "-fprebuilt-module-path=p", "-fprebuilt-module-path=q", "-MD", "-c", "x.cc", "-o", "x.o"], w =>
        {
            w.Write("x.cc", "#include <stddef.h>\nimport b;\nint x = b();\n");
            w.Write("b.cppm", "module;\n#include <stdio.h>\nexport module b;\nexport inline int b() { return puts(\"\"); }\n");
            w.Write("p/other", "\n");
            w.Write("q/other", "\n");
            w.Larder("clang++", "-std=c++20", "-g", "--precompile", "b.cppm", "-o", "q/b.pcm").Succeeded();
        }) { Compilers = ["clang++"], Prepared = 1 },
        new("a module's file", ["-std=c++20", "-g", "-fmodule-file=a.pcm", "-c", "x.cc", "-o", "x.o"], w =>
        {
            w.Write("x.cc", "import a;\nint x = b();\n");
            w.Write("b.cppm", "export module b;\nexport inline int b() { return 1; }\n");
            w.Write("a.cppm", "export module a;\nexport import b;\n");
            w.Larder("clang++", "-std=c++20", "-g", "--precompile", "b.cppm", "-o", "b.pcm").Succeeded();
            w.Larder("clang++", "-std=c++20", "-g", "-fmodule-file=b.pcm", "--precompile", "a.cppm", "-o", "a.pcm").Succeeded();
        }) { Compilers = ["clang++"], Prepared = 2 },
        new("a module's object", ["-g", "-c", "b.pcm", "-o", "b.o"], w =>
        {
            w.Write("b.cppm", "export module b;\nexport inline int b() { return 1; }\nint c() { return b(); }\n");
            w.Larder("clang++", "-std=c++20", "-g", "--precompile", "b.cppm", "-o", "b.pcm").Succeeded();
        }) { Compilers = ["clang++"], Prepared = 1 },
        new("response file", ["@options", "-c", "x.c", "-o", "x.o"], w =>
        {
            Simple(w);
            w.Write("options", "-Iinc -DX='a b'\n");
        }),
    ];

    private static void Simple(Workspace w)
    {
        w.Write("x.c", "#include \"a.h\"\n#include <stddef.h>\nint main(void) { return A; }\n");
        w.Write("inc/a.h", "#pragma once\n#include \"b.h\"\n#define A B\n");
        w.Write("inc/b.h", "#ifndef B\n#define B 1\n#endif\n");
        w.Write("sys/s.h", "int s;\n");
    }

    private static void Directories(Workspace w, params string[] directories)
    {
        w.Write("inc/a.h", "int a;\n");
        w.Write("inc/b.h", "int b;\n");
        foreach (string directory in directories)
            w.Write(directory + "/other.h", "\n");
    }

    private static void Directories(Workspace w)
    {
        w.Write("x.c", "#include \"q.h\"\n#include <a.h>\n#include \"s.h\"\n#include <late.h>\n");
        w.Write("inc2/a.h", "#include \"own.h\"\n#include <q2.h>\n");
        w.Write("inc2/own.h", "int own;\n");
        w.Write("inc/q2.h", "int q2;\n");
        w.Write("quote/q.h", "int q;\n");
        w.Write("sys/s.h", "int s;\n");
        w.Write("after/late.h", "int late;\n");
    }
}
