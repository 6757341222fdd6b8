using System.Diagnostics;
using Larder.Suites.Harness;
using Xunit.Abstractions;

namespace Larder.Suites.Options;

/// <summary>Random lists of all options that a compiler has: what comes of them is the same with and without larder, the second time too.</summary>
public sealed class OptionFuzzSuite(ITestOutputHelper output)
{
    /// <summary>The short run repeats the same lists; the long one draws others each time. LARDER_SEED draws those of a seed.</summary>
    private const int BriefSeed = 20261121;

    /// <summary>So many lists are drawn where none of those that there was time for is cached.</summary>
    private const int Most = 300;

    private static TimeSpan Duration => TimeSpan.FromSeconds(TestLength.Choose(brief: 10, full: 900));

    [Theory]
    [InlineData("gcc")]
    [InlineData("g++")]
    [InlineData("clang")]
    [InlineData("clang++")]
    public void Whatever_is_asked_for_is_delivered(string compiler) => Play(compiler, [], Duration);

    [Fact]
    public void Modules_of_gcc() => Play("g++", ["-std=c++20", "-fmodules-ts", "-fmodule-mapper=map", "-x", "c++"], Duration / 2);

    [ProgramFact(Modules.ModuleProject.ClangPath)]
    public void Modules_of_clang() => Play("clang++-16", ["-std=c++20", "-x", "c++-module", "-fmodule-output=fuzz.pcm"], Duration / 2);

    private void Play(string compiler, string[] words, TimeSpan duration)
    {
        string? given = Environment.GetEnvironmentVariable("LARDER_SEED");
        int seed = string.IsNullOrEmpty(given) ? TestLength.Choose(BriefSeed, Random.Shared.Next(1 << 30)) : int.Parse(given, System.Globalization.CultureInfo.InvariantCulture);
        OptionPool pool = new(compiler);
        Assert.True(pool.Listed > 500, $"{compiler} lists {pool.Listed} flags only");
        SortedDictionary<string, int> outcomes = new(StringComparer.Ordinal);
        List<string> differences = [];
        Stopwatch time = Stopwatch.StartNew();
        using OptionFuzzRun run = new(compiler.Contains("++", StringComparison.Ordinal), words.Length > 0);
        for (int number = seed; time.Elapsed < duration || (!outcomes.ContainsKey("miss") && number < seed + Most); number++)
        {
            List<string> options = [.. pool.Draw(new Random(number)), .. words];
            if (run.Play(compiler, options, out string outcome) is { } difference)
                differences.Add($"LARDER_SEED={number}: {compiler} {string.Join(' ', options)}\n{difference}");
            outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
        }

        string summary = string.Join(", ", outcomes.Select(static o => $"{o.Key}={o.Value}"));
        output.WriteLine($"LARDER_SEED={seed}: {summary}");
        Assert.True(differences.Count == 0, $"{differences.Count} of {outcomes.Values.Sum()} differ ({summary}):\n\n{string.Join("\n\n", differences.Take(20))}");
        Assert.True(outcomes.GetValueOrDefault("miss") > 0, summary);
    }
}
