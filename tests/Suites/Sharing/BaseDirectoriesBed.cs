using System.Globalization;
using System.Text;
using Larder.Suites.Harness;

namespace Larder.Suites.Sharing;

/// <summary>
/// Checkouts of one project at different places below a base directory. Every step runs the bare compiler too, in the same checkout, and nothing may tell
/// the two apart: objects, dependency files, what is said.
/// </summary>
public abstract class BaseDirectoriesBed : SideBySideSuite
{
    private protected const string Cmake =
        "-I$R/include -I$R/build/gen -isystem $R/third -MD -MT CMakeFiles/x.dir/a.c.o -MF CMakeFiles/x.dir/a.c.o.d -o CMakeFiles/x.dir/a.c.o -c $R/src/a.c";

    private protected static readonly string[] Places = ["one", "another place $1/b#2", "three"];

    protected BaseDirectoriesBed() => Work.Variables["LARDER_BASE_DIRS"] = Work.Directory;

    public static TheoryData<string> C => CompilersUnderTest.C;

    public static TheoryData<string> Cxx => CompilersUnderTest.Cxx;

    /// <summary>A project with headers beside the source, above it, generated, and of the system.</summary>
    private protected void Checkout(params string[] places)
    {
        foreach (string place in places)
        {
            Source(place, "src/a.c", "#include <stddef.h>\n#include \"own.h\"\n#include \"../include/up.h\"\n#include <gen.h>\n#include <third.h>\nint a = OWN + UP + GEN + THIRD;\n");
            Source(place, "src/own.h", "#define OWN 1\n");
            Source(place, "include/up.h", "#define UP 2\n");
            Source(place, "build/gen/gen.h", "#define GEN 3\n");
            Source(place, "third/third.h", "#define THIRD 4\n");
            Source(place, "build/CMakeFiles/x.dir/keep", "");
        }
    }

    private protected void Source(string place, string name, string text) => Write($"{place}/{name}", text);

    private protected void Everywhere(string name, string text)
    {
        foreach (string place in Places)
            Source(place, name, text);
    }

    /// <summary>A compile in a checkout's build directory; $R is the checkout.</summary>
    private protected void In(string place, string counters, string command) =>
        Step(counters, $"R=\"$PWD/{place.Replace("$", "\\$", StringComparison.Ordinal)}\"; cd \"$R/build\" && L {Quoted(command)}");

    /// <summary>Several compiles in one step, each from the same state; what one made in the build directory is kept apart from the next one's.</summary>
    private protected void In(string place, string counters, IReadOnlyList<string> commands)
    {
        StringBuilder script = new($"R=\"$PWD/{place.Replace("$", "\\$", StringComparison.Ordinal)}\"; cd \"$R/build\" || exit 1\n");
        for (int i = 0; i < commands.Count; i++)
        {
            script.Append("L ").AppendLine(Quoted(commands[i]));
            script.AppendLine(CultureInfo.InvariantCulture, $"mkdir made{i}; find . -type f ! -path './made*' ! -name keep ! -path './gen/*' -exec mv -t made{i} {{}} +");
        }

        Step(string.Join(' ', Enumerable.Repeat(counters, commands.Count)), script.ToString());
    }

    /// <summary>Made in the first checkout, and found in the others.</summary>
    private protected void Shared(string[]? places, params string[] commands)
    {
        places ??= Places;
        In(places[0], "miss stored", commands);
        foreach (string place in places[1..])
            In(place, "direct_hit", commands);
    }

    private protected void Shared(params string[] commands) => Shared(null, commands);

    /// <summary>Each of the first two checkouts has a result of its own.</summary>
    private protected void Apart(params string[] commands)
    {
        In(Places[0], "miss stored", commands);
        In(Places[1], "miss stored", commands);
        In(Places[0], "direct_hit", commands);
    }

    /// <summary>Words with $R in them in quotation marks: the checkout's name may have blanks.</summary>
    private static string Quoted(string command) => string.Join(' ', command.Split(' ').Select(static word =>
        (word.Contains("$R", StringComparison.Ordinal) || word.Contains("${R", StringComparison.Ordinal)) && !word.Contains('\'', StringComparison.Ordinal) ? $"\"{word}\"" : word));
}
