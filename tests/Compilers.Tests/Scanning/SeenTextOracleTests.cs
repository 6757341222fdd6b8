using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Larder.Compilers.Scanning;
using Xunit.Abstractions;

namespace Larder.Compilers.Tests.Scanning;

/// <summary>
/// Random texts and random edits of them: wherever both are said to be seen alike, gcc and clang make the same text, assembly and objects of them, with
/// the same diagnostics at the same places. LARDER_SEED repeats the pairs of a seed; with LARDER_LONG new ones are drawn for LARDER_MINUTES (10).
/// </summary>
public sealed partial class SeenTextOracleTests(ITestOutputHelper output) : IDisposable
{
    private const SeenTextDialect Modern = SeenTextDialect.RawStrings | SeenTextDialect.DigitSeparators;
    private const int Edits = 300;
    private const int BriefPairs = 40;
    private const int BriefSeed = 5;

    /// <summary>For sources of any kind, and for programs; clang's -g is none of ours.</summary>
    private static readonly (string Command, SeenTextDialect Dialect)[] Texts =
    [
        ("gcc -x c -std=gnu17 -E", SeenTextDialect.None), ("gcc -x c -std=c99 -Wall -Wextra -E", SeenTextDialect.None), ("g++ -x c++ -std=c++20 -E", Modern),
        ("g++ -x c++ -std=gnu++11 -Wall -E", SeenTextDialect.RawStrings), ("g++ -x c++ -std=c++17 -dD -E", Modern),
        ("clang -x c -std=gnu17 -Wall -Wextra -E", SeenTextDialect.None), ("clang++ -x c++ -std=c++20 -E", Modern), ("clang++ -x c++ -E", SeenTextDialect.None),
        ("gcc -x c -E", SeenTextDialect.None), ("gcc -x c -std=gnu17 -pedantic -Wcomment -E", SeenTextDialect.None),
    ];

    private static readonly (string Command, SeenTextDialect Dialect)[] Programs =
    [
        ("gcc -x c -std=gnu17 -g -O2 -Wall -Wextra -c", SeenTextDialect.None), ("gcc -x c -g3 -Wall -Wextra -Wpedantic -S", SeenTextDialect.None),
        ("g++ -x c++ -std=gnu++20 -g -O1 -Wall -Wextra -c", Modern), ("g++ -x c++ -std=c++17 -ggdb3 -fsanitize=undefined -Wall -Wmisleading-indentation -S", Modern),
        ("gcc -x c -g -gdwarf-5 -Wimplicit-fallthrough=2 -Wall -c", SeenTextDialect.None), ("gcc -x c -g -Wimplicit-fallthrough=4 -Wall -c", SeenTextDialect.None),
        ("clang -x c -std=gnu17 -O2 -Wall -Wextra -c", SeenTextDialect.None), ("clang++ -x c++ -std=c++20 -Wall -Wextra -Wpedantic -Wcomment -fsanitize=undefined -S", Modern),
    ];

    private readonly string _directory = Directory.CreateTempSubdirectory("larder-seen").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Texts_that_are_seen_alike_are_alike_to_compilers()
    {
        Directory.CreateDirectory(Path.Combine(_directory, "h"));
        foreach (string header in (string[])["h1.h", "h/2.h", "h/4.h"])
            File.WriteAllText(Path.Combine(_directory, header), "int h; // of " + header + "\n");
        Directory.CreateDirectory(Path.Combine(_directory, "h", "*3.h"));

        bool isLong = Environment.GetEnvironmentVariable("LARDER_LONG") == "1";
        string? given = Environment.GetEnvironmentVariable("LARDER_SEED");
        int seed = given is not null ? int.Parse(given, CultureInfo.InvariantCulture) : isLong ? Environment.TickCount : BriefSeed;
        string minutes = Environment.GetEnvironmentVariable("LARDER_MINUTES") ?? "10";
        output.WriteLine($"LARDER_SEED={seed}");
        Random random = new(seed);
        SeenTextSources sources = new(random);
        Stopwatch spent = Stopwatch.StartNew();
        TimeSpan limit = TimeSpan.FromMinutes(isLong ? double.Parse(minutes, CultureInfo.InvariantCulture) : 0);
        int pairs = 0;
        int rounds = 0;
        while (pairs < BriefPairs || spent.Elapsed < limit)
        {
            Assert.True(++rounds < 1_000_000, "no edits are seen alike any more");
            bool isProgram = random.Next(2) == 0;
            (string command, SeenTextDialect dialect) = isProgram ? Programs[random.Next(Programs.Length)] : Texts[random.Next(Texts.Length)];
            string one = isProgram ? sources.Program(command.Contains("++", StringComparison.Ordinal)) : sources.Soup();
            if (Seen(one, dialect) is not { } seen || FindAlike(sources, one, seen, dialect) is not { } other)
                continue;
            pairs++;
            string made = Make(command, one);
            string remade = Make(command, other);
            if (made == remade)
                continue;
            Assert.Fail($"LARDER_SEED={seed}, pair {pairs}: {command}\n{Show(one)}\n{Show(other)}\n--- made\n{Difference(made, remade)}");
        }

        output.WriteLine($"{pairs} pairs of {rounds} sources in {spent.Elapsed.TotalSeconds:F0} s");
    }

    private static string? FindAlike(SeenTextSources sources, string one, string seen, SeenTextDialect dialect)
    {
        for (int i = 0; i < Edits; i++)
        {
            string other = sources.Edit(one);
            if (other != one && Seen(other, dialect) == seen)
                return other;
        }

        return null;
    }

    /// <summary>All that a compiler says and writes, without quoting the source.</summary>
    private string Make(string command, string text)
    {
        File.WriteAllBytes(Path.Combine(_directory, "x.c"), Encoding.UTF8.GetBytes(text));
        string product = Path.Combine(_directory, "x.out");
        File.Delete(product);
        string[] words = command.Split(' ');
        string quiet = words[0].StartsWith("clang", StringComparison.Ordinal) ? "-fno-caret-diagnostics" : "-fno-diagnostics-show-caret";
        Compiler.Outcome made = Compiler.Run(words[0], _directory, null, [.. words[1..], quiet, "x.c", "-o", "x.out"]);
        string written = File.Exists(product) ? Encoding.Latin1.GetString(File.ReadAllBytes(product)) : "";

        // What is said at the end of a directive stands behind its comment. Only what says nothing is found again, so that there is as much said of both will do.
        return $"{made.ExitCode}\n{Column().Replace(made.Errors, ":")}\n{written}";
    }

    [GeneratedRegex(@"(?<=x\.c:\d+):\d+:")]
    private static partial Regex Column();

    private static string Show(string text) => "---\n" + text.Replace("\\", "\\\\").Replace("\t", "\\t").Replace("\v", "\\v").Replace("\f", "\\f").Replace(" \n", " $\n");

    private static string Difference(string one, string other)
    {
        int at = 0;
        while (at < one.Length && at < other.Length && one[at] == other[at])
            at++;
        int from = Math.Max(0, at - 200);
        return one[from..Math.Min(one.Length, at + 200)] + "\n--- remade\n" + other[from..Math.Min(other.Length, at + 200)];
    }

    private static string? Seen(string text, SeenTextDialect dialect)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        byte[] seen = new byte[bytes.Length + SeenText.Overhead];
        return SeenText.TryWrite(bytes, dialect, seen, out int length) ? Encoding.Latin1.GetString(seen, 0, length) : null;
    }
}
