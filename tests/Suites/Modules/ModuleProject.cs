using Larder.Suites.Harness;

namespace Larder.Suites.Modules;

/// <summary>
/// A small program of modules: <c>b</c>; <c>a</c> with a partition that imports <c>b</c>, and a unit that implements it; an importer. Each source has the
/// list beside it that CMake 3.28 makes for ninja: gcc's mapper, or a response file of clang's.
/// </summary>
internal static class ModuleProject
{
    internal const string ClangPath = "/usr/bin/clang++-16";

    /// <summary>The sources, importers behind what they import.</summary>
    internal static readonly string[] Units = ["b", "a-p", "a", "impl", "main"];

    private static readonly (string Unit, string Module, string[] Reads)[] Lists =
    [
        ("b", "b", []), ("a-p", "a:p", ["b"]), ("a", "a", ["a:p", "b"]), ("impl", "", ["a", "a:p", "b"]), ("main", "", ["a", "a:p", "b"]),
    ];

    /// <summary>Writes sources and lists. What is made goes into <c>o/</c>.</summary>
    internal static void Write(Workspace work)
    {
        work.Write("b.cpp", "export module b;\nexport inline int fb(int x) { return x + 1; }\n");
        work.Write("a-p.cpp", "export module a:p;\nimport b;\nexport inline int fp(int x) { return fb(x) + 2; }\n");
        work.Write("a.cpp", "module;\n#include \"c.h\"\nexport module a;\nexport import :p;\nimport b;\nexport inline int fa(int x) { return fp(x) + C; }\nexport int away(int);\n");
        work.Write("impl.cpp", "module a;\nint away(int x) { return fa(x) - 1; }\n");
        work.Write("main.cpp", "#include <stdio.h>\n#include \"c.h\"\nimport a;\nint main() { return printf(\"%d\\n\", fa(1) + away(C)) < 0; }\n");
        work.Write("c.h", "#define C 3\n");
        foreach ((string unit, string module, string[] reads) in Lists)
        {
            work.Write(unit + ".gcc", "$root .\n" + string.Concat(Array.ConvertAll(module.Length > 0 ? [module, .. reads] : reads, static name => $"{name} {File(name)}.gcm\n")));
            work.Write(unit + ".clang", (module.Length > 0 ? $"-x c++-module\n-fmodule-output={File(module)}.pcm\n" : string.Empty)
                + string.Concat(Array.ConvertAll(reads, static name => $"-fmodule-file={name}={File(name)}.pcm\n")));
        }

        work.Write("o/.keep", string.Empty);
    }

    /// <summary>
    /// A function of the shell's that compiles one unit, as CMake's line does. gcc's order of imports in dependency files is another one from run to run.
    /// </summary>
    /// <param name="compiler">g++ or clang's.</param>
    /// <param name="options">More of them.</param>
    internal static string Function(string compiler, string options) => compiler == "g++"
        ? $"c() {{ L g++ -std=c++20 {options} -MD -MT o/$1.o -MF o/$1.d -fmodules-ts -fmodule-mapper=$1.gcc -MD -x c++ -o o/$1.o -c $1.cpp && sed -i /c++m/d o/$1.d; }}; "
        : $"c() {{ L {compiler} -std=c++20 {options} -MD -MT o/$1.o -MF o/$1.d @$1.clang -o o/$1.o -c $1.cpp; }}; ";

    /// <summary>A script that compiles them all.</summary>
    internal static string Build(string compiler, string options) => Function(compiler, options) + string.Join(" && ", Array.ConvertAll(Units, static unit => "c " + unit));

    /// <summary>Counters of so many compiles that end in this way.</summary>
    internal static string Counters(int hits, int misses) =>
        string.Join(' ', [.. Enumerable.Repeat("direct_hit", hits), .. Enumerable.Repeat("miss stored", misses)]);

    private static string File(string module) => "o/" + module.Replace(':', '-');
}
