using Larder.Suites.Harness;

namespace Larder.Suites.Modules;

/// <summary>C++20 modules: interfaces and importers, made and edited. What gcc writes for importers holds the time, which SOURCE_DATE_EPOCH fixes here.</summary>
public sealed class ModulesSuite : SideBySideSuite
{
    public ModulesSuite()
    {
        ModuleProject.Write(Work);
        Work.Variables["SOURCE_DATE_EPOCH"] = "1700000000";
    }

    [Fact]
    public void Units_of_gcc()
    {
        BuiltAndEdited("g++", "-g");
        BuiltAndEdited("g++", "-O2");
    }

    [ProgramFact(ModuleProject.ClangPath)]
    public void Units_of_clang()
    {
        BuiltAndEdited("clang++-16", "-g");
        BuiltAndEdited("clang++-16", "-O2 -Wall");
    }

    /// <summary>A mapper of gcc's that names another file for a module.</summary>
    [Fact]
    public void Mapper_that_leads_elsewhere()
    {
        string function = ModuleProject.Function("g++", string.Empty);
        string script = function + "c b && c a-p";
        Step(ModuleProject.Counters(0, 2), script).Succeeded();
        Write("other/b.cpp", "export module b;\nexport inline int fb(int x) { return x + 100; }\n");
        Write("other/b.gcc", "b o/other.gcm\n");
        Step(ModuleProject.Counters(2, 1), function + "mkdir o/other; c b && c other/b && c a-p").Succeeded();
        Write("a-p.gcc", "$root .\na:p o/a-p.gcm\nb o/other.gcm\n");
        Step(ModuleProject.Counters(2, 1), function + "mkdir o/other; c b && c other/b && c a-p").Succeeded();

        // Lines that aren't understood, programs, sockets.
        Write("a-p.gcc", "a:p  o/a-p.gcm\n");
        Step("modules_used", $"L g++ -std=c++20 -fmodules-ts -fmodule-mapper=a-p.gcc -c a-p.cpp -o x.o");
        Step("modules", "L g++ -std=c++20 -fmodules-ts '-fmodule-mapper=|none' -c b.cpp -o x.o");
        Step("modules", "L g++ -std=c++20 -fmodules-ts -fmodule-mapper=localhost:1 -c b.cpp -o x.o");
        Step("modules", "L g++ -std=c++20 -fmodules-ts -fmodule-only -c b.cpp -o x.o; rm -r gcm.cache").Succeeded();
        Step("modules", "L g++ -std=c++20 -fmodules-ts -fmodule-header c.h; rm -r gcm.cache").Succeeded();
    }

    /// <summary>gcc without a mapper: by its own rule everything stands in gcm.cache.</summary>
    [Fact]
    public void Names_by_gccs_own_rule()
    {
        const string Function = "c() { L g++ -std=c++20 -fmodules-ts -c $1.cpp -o o/$1.o; }; ";
        string script = Function + "c b && c a-p && c a && c impl && c main";
        Step(ModuleProject.Counters(0, 5), script, Clear).Succeeded();
        Step(ModuleProject.Counters(5, 0), script, Clear).Succeeded();
        Write("b.cpp", "export module b;\nexport inline int fb(int x) { return x + 1000; }\n");
        Step(ModuleProject.Counters(0, 5), script, Clear).Succeeded();

        // A name that a macro can change; a declaration behind a comment; one that includes stand around.
        Write("c.h", "#define C 3\n#define b other\n");
        Step("direct_hit direct_hit compile_failed", Function + "c b && c a-p; c a", Clear);
        Write("c.h", "#define C 3\n#define fb b\n#define b b\n");
        Step("direct_hit direct_hit modules_used", Function + "c b && c a-p && c a", Clear).Succeeded();
        Write("b.cpp", "export /* module */ module b;\nexport inline int fb(int x) { return x + 1000; }\n");
        Step("modules_used", Function + "c b", Clear).Succeeded();

        // The text says two names.
        Write("b.cpp", "#ifdef B\nexport module b;\n#else\nexport module c;\n#endif\nexport inline int fb(int x) { return x + 1000; }\n");
        Step("modules_used", Function + "c b", Clear).Succeeded();
        Write("b.cpp", "#define B c\nexport module B;\nexport inline int fb(int x) { return x + 1000; }\n");
        Step("missing_output", Function + "c b", Clear).Succeeded();
    }

    /// <summary>gcc imports a header's unit in place of the header where one has come.</summary>
    [Fact]
    public void Header_unit_that_appears()
    {
        Write("x.cpp", "#include \"c.h\"\n#include <stddef.h>\nint x = C;\n");
        MissThenHit("L g++ -std=c++20 -fmodules-ts -c x.cpp -o x.o");
        Shell("g++ -std=c++20 -fmodules-ts -x c++-header c.h");
        Step("modules_used", "L g++ -std=c++20 -fmodules-ts -c x.cpp -o x.o").Succeeded();
        Shell("rm -r gcm.cache; g++ -std=c++20 -fmodules-ts -x c++-system-header stddef.h");
        Step("modules_used", "L g++ -std=c++20 -fmodules-ts -c x.cpp -o x.o").Succeeded();
        Shell("rm -r gcm.cache");
        Step("direct_hit", "L g++ -std=c++20 -fmodules-ts -c x.cpp -o x.o").Succeeded();
    }

    /// <summary>What larder hasn't seen being made isn't known; what was made in another way is another.</summary>
    [ProgramFact(ModuleProject.ClangPath)]
    public void Interfaces_that_others_made()
    {
        foreach (string compiler in (string[])["g++", "clang++-16"])
        {
            string function = ModuleProject.Function(compiler, string.Empty);
            string bare = function.Replace("L ", string.Empty, StringComparison.Ordinal).Replace("c()", "bare()", StringComparison.Ordinal);
            Step("modules_used", bare + function + "bare b && c a-p").Succeeded();
            Step("miss stored compile_failed", function + "c b && rm o/b.?cm && c a-p");
            Step(ModuleProject.Counters(1, 1), function + "c b && c a-p").Succeeded();

            // Made with other macros, then by the same name again.
            string defined = ModuleProject.Function(compiler, "-DX").Replace("c()", "d()", StringComparison.Ordinal);
            Step(null, function + defined + "d b && c a-p").Succeeded();
            Step(ModuleProject.Counters(2, 0), function + defined + "c b && c a-p").Succeeded();
        }
    }

    /// <summary>clang in two steps, and imports that it finds by what the importing file holds.</summary>
    [ProgramFact(ModuleProject.ClangPath)]
    public void Two_steps_of_clang()
    {
        Shell("mv b.cpp b.cppm; mv a-p.cpp a-p.cppm; printf 'import a;\\nint x = fp(1);\\n' > main.cpp; printf 'export module a;\\nexport import :p;\\n' > a.cppm");
        const string Script = "L clang++-16 -std=c++20 -g --precompile b.cppm -o o/b.pcm && L clang++-16 -g -std=c++20 -c o/b.pcm -o o/b.o "
            + "&& L clang++-16 -std=c++20 -g -fmodule-file=b=o/b.pcm --precompile a-p.cppm -o o/p.pcm "
            + "&& L clang++-16 -std=c++20 -g -fmodule-file=a:p=o/p.pcm -fmodule-file=b=o/b.pcm --precompile a.cppm -o o/a.pcm "
            + "&& L clang++-16 -std=c++20 -g -fmodule-file=a=o/a.pcm -MD -c main.cpp -o o/main.o";
        Step(ModuleProject.Counters(0, 5), Script).Succeeded();
        Step(ModuleProject.Counters(5, 0), Script).Succeeded();

        // Of the same length, and clang takes it; its lines stand elsewhere.
        const string Importer = "L clang++-16 -std=c++20 -g -fmodule-file=a=o/a.pcm -MD -c main.cpp -o o/main.o";
        void MadeOfAnother(string text)
        {
            Write("b.cppm", "\nexport module b;\nexport inline int fb(int x) {return x+1; }\n");
            Shell(Script.Replace("L ", string.Empty, StringComparison.Ordinal) + " && rm o/main.*");
            Write("b.cppm", text);
        }

        Write("b.cppm", "\nexport module b;\nexport inline int fb(int x) {return x+1; }\n");
        Step(ModuleProject.Counters(0, 5), Script).Succeeded();
        Step("modules_used", Importer, () => MadeOfAnother("export module b;\n\nexport inline int fb(int x) {return x+1; }\n")).Succeeded();
        Assert.NotEqual(0, Step("compile_failed", Importer, () => MadeOfAnother("export module b;\n\n\nexport inline int fb(int x) {return x+1; }\n")).ExitCode);
        Step("direct_hit", Importer, () => MadeOfAnother("\nexport module b;\nexport inline int fb(int x) {return x+1; }\n")).Succeeded();
    }

    /// <summary>clang finds modules by their names in directories: one that appears in an earlier directory is another one.</summary>
    [Fact]
    public void Directories_of_clang()
    {
        Write("b.cppm", "export module b;\nexport inline int fb(int x) { return x + 1; }\n");
        Write("other/b.cppm", "export module b;\nexport inline int fb(int x) { return x + 100; }\n");
        Write("main.cpp", "import b;\nint x = fb(1);\n");
        const string Script = "mkdir p; L clang++ -std=c++20 --precompile b.cppm -o o/b.pcm && "
            + "L clang++ -std=c++20 -fprebuilt-module-path=p -fprebuilt-module-path=o -c main.cpp -o o/main.o";
        Step(ModuleProject.Counters(0, 2), Script).Succeeded();
        Step(ModuleProject.Counters(2, 0), Script).Succeeded();
        const string Other = "mkdir p; L clang++ -std=c++20 --precompile other/b.cppm -o p/b.pcm; ";
        Step(ModuleProject.Counters(1, 2), Other + Script).Succeeded();
        Step(ModuleProject.Counters(3, 0), Other + Script).Succeeded();

        // An import by a macro, one whose name is one, one behind something else.
        foreach (string text in (string[])["#define I import b;\nI\n", "#define B b\nimport B;\n", "int a; import b;\n", "#pragma clang module import b\n"])
        {
            Write("main.cpp", text + "int x = fb(1);\n");
            Step("direct_hit modules_used", Script).Succeeded();
        }

        Write("main.cpp", "import b;\nint x = fb(1);\n");
        Step("direct_hit miss stored", Script.Replace("-fprebuilt-module-path=p", "-fmodule-file=o/b.pcm", StringComparison.Ordinal)).Succeeded();
        Step("direct_hit direct_hit", Script.Replace("-fprebuilt-module-path=p", "-fmodule-file=o/b.pcm", StringComparison.Ordinal)).Succeeded();
    }

    /// <summary>An interface of the same bytes, made of another text: it is made anew, or its importers would never be cached again.</summary>
    [Fact]
    public void Comment_that_is_put_back()
    {
        const string Script = "L clang++ -std=c++20 --precompile b.cppm -o o/b.pcm && L clang++ -std=c++20 -fmodule-file=b=o/b.pcm -c main.cpp -o o/main.o";
        Write("main.cpp", "import b;\nint x = fb(1);\n");
        Write("b.cppm", "export module b; // one\nexport inline int fb(int x) { return x + 1; }\n");
        Step(ModuleProject.Counters(0, 2), Script).Succeeded();
        Write("b.cppm", "export module b; // two\nexport inline int fb(int x) { return x + 1; }\n");
        Step(ModuleProject.Counters(0, 2), Script).Succeeded();
        Write("b.cppm", "export module b; // one\nexport inline int fb(int x) { return x + 1; }\n");
        Step("result_gone miss stored direct_hit", Script).Succeeded();
        Step(ModuleProject.Counters(2, 0), Script).Succeeded();
    }

    /// <summary>What isn't understood runs as it is.</summary>
    [ProgramFact(ModuleProject.ClangPath)]
    public void Refused()
    {
        foreach (string options in (string[])["-fmodules -c main.cpp -o x.o", "-x c++-module -c b.cpp -o x.o; rm x.o", "-x c++-module -fmodule-output=x.pcm -MMD -c b.cpp -o x.o",
            "-x c++-module -fmodule-output=x.pcm --coverage -c b.cpp -o x.o", "-fmodule-output=x.pcm -c c.cpp -o x.o", "-x c++-module -fmodule-file=b=o/b.pcm -fsyntax-only b.cpp", "-x c++-header --precompile c.h -o x.pch"])
        {
            Write("c.cpp", "int c;\n");
            Step("modules", $"L clang++-16 -std=c++20 {options}");
        }

        // The scan before the compile, and a module's text under a language that has none.
        Step("called_for_preprocessing", "L g++ -std=c++20 -fmodules-ts -E -MD -MF x.d -MT x b.cpp -o x.i").Succeeded();
        Step("called_for_preprocessing", "L g++ -std=c++20 -fmodules-ts -E b.cpp -o x.i").Succeeded();
        Step("compile_failed", "L clang++-16 -std=c++20 -fmodule-file=b=o/none.pcm -c a-p.cpp -o x.o");
        Step("unsupported_environment", "CXX_MODULE_MAPPER=b.gcc L g++ -std=c++20 -fmodules-ts -c b.cpp -o o/b.o").Succeeded();
    }

    private void BuiltAndEdited(string compiler, string options)
    {
        string script = ModuleProject.Build(compiler, options);
        Step(ModuleProject.Counters(0, 5), script).Succeeded();
        Step(ModuleProject.Counters(5, 0), script).Succeeded();

        // A partition, behind which everything else stands; a body of the interface; a header of two units; a unit that nobody imports.
        Write("a-p.cpp", "export module a:p;\nimport b;\nexport inline int fp(int x) { return fb(x) + 20; }\n");
        Step(ModuleProject.Counters(1, 4), script).Succeeded();
        Write("c.h", "#define C 33\n");
        Step(ModuleProject.Counters(2, 3), script).Succeeded();
        Write("impl.cpp", "module a;\nint away(int x) { return fa(x) - 10; }\n");
        Step(ModuleProject.Counters(4, 1), script).Succeeded();
        ModuleProject.Write(Work);
        Step(ModuleProject.Counters(5, 0), script).Succeeded();
        Step(ModuleProject.Counters(0, 5), ModuleProject.Build(compiler, options + " -DX")).Succeeded();
    }

    private void Clear() => Shell("rm -rf gcm.cache");
}
