using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;
using Larder.Suites.Harness;
using Microsoft.FSharp.Core;
using Xunit.Abstractions;

namespace Larder.Suites.Differential;

/// <summary>
/// Random projects, options and edits: what larder delivers always equals what the compiler makes of the same state. Each round
/// has a seed of its own; LARDER_SEED repeats the round that failed.
/// </summary>
public sealed class DifferentialSuite(ITestOutputHelper output)
{
    /// <summary>After this long what was found is small enough, or stays as it is.</summary>
    private static readonly TimeSpan ShrinkingLimit = TimeSpan.FromMinutes(3);

    /// <summary>The short run repeats the same rounds, as many as there is time for; the long one explores.</summary>
    private const int BriefSeed = 475952515;

    /// <summary>For one family of compilers.</summary>
    private static TimeSpan Duration => TimeSpan.FromSeconds(TestLength.Choose(brief: 20, full: 450));

    [Theory]
    [InlineData("gcc", "g++")]
    [InlineData("clang", "clang++")]
    public void What_is_delivered_equals_what_the_compiler_makes(params string[] compilers)
    {
        string? given = Environment.GetEnvironmentVariable("LARDER_SEED");
        ulong seed = string.IsNullOrEmpty(given) ? (ulong)TestLength.Choose(BriefSeed, Random.Shared.Next()) : ulong.Parse(given);
        output.WriteLine($"LARDER_SEED={seed}");
        DifferentialCounts counts = new();
        Stopwatch time = Stopwatch.StartNew();
        for (ulong round = seed; round == seed || (time.Elapsed < Duration && string.IsNullOrEmpty(given)); round++)
            PlayRound(round, compilers, counts);
        output.WriteLine(counts.ToString());

        // The exact state was there before: all but what can't be stored (dates, failures) must come back.
        Assert.True(!string.IsNullOrEmpty(given) || counts.UndoneHits * 10 >= counts.Undone * 9, $"LARDER_SEED={seed}: few hits: {counts}");
        Assert.True(!string.IsNullOrEmpty(given) || counts.Misses * 10 >= counts.Compiles, $"LARDER_SEED={seed}: little is cached: {counts}");
    }

    private void PlayRound(ulong seed, string[] compilers, DifferentialCounts counts)
    {
        string failure = string.Empty;
        Stopwatch? shrinking = null;
        Arbitrary<Scenario> scenarios = Arb.From(
            ScenarioGenerator.For(seed % 3 == 0 ? ScenarioGenerator.ManyComments : ScenarioGenerator.FewComments, compilers),
            scenario => shrinking?.Elapsed > ShrinkingLimit ? [] : scenario.Shrink());
        Property property = Prop.ForAll(scenarios, scenario =>
        {
            if (shrinking?.Elapsed > ShrinkingLimit)
                return true;
            using DifferentialRun run = new(scenario, counts);
            if (run.Play() is not { } difference)
                return true;
            shrinking ??= Stopwatch.StartNew();
            failure = $"{difference}\n{run.Script}";
            return false;
        });
        Config config = Config.Quick.WithMaxTest(3).WithQuietOnSuccess(true)
            .WithReplay(FSharpOption<Replay>.Some(new Replay(new Rnd(seed, 1), FSharpOption<int>.None)));
        try
        {
            Check.One(config.WithRunner(Config.QuickThrowOnFailure.Runner), property);
        }
        catch (Exception) when (failure.Length > 0)
        {
            output.WriteLine($"LARDER_SEED={seed}");
            Assert.Fail($"LARDER_SEED={seed}\n{failure}");
        }
    }
}
