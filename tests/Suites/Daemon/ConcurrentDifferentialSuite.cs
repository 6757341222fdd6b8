using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;
using Larder.Suites.Differential;
using Larder.Suites.Harness;
using Microsoft.FSharp.Core;
using Xunit.Abstractions;

namespace Larder.Suites.Daemon;

/// <summary>
/// The differential test by several clients at once, behind one daemon and one cache: random projects, options and edits, each of them played twice at
/// the same time in directories of their own, so that identical misses meet, and what one has stored is a hit of the other's only while
/// their files are the same. LARDER_SEED repeats the round that failed.
/// </summary>
public sealed class ConcurrentDifferentialSuite(ITestOutputHelper output) : IDisposable
{
    private const int Scenarios = 2;
    private const int PlayersEach = 2;

    /// <summary>After this long what was found is small enough, or stays as it is. What several do at once mostly doesn't come again at all.</summary>
    private static readonly TimeSpan ShrinkingLimit = TimeSpan.FromSeconds(40);

    /// <summary>The short run repeats the same rounds, as many as there is time for; the long one explores.</summary>
    private const int BriefSeed = 150317;

    private static readonly string[] Shared = ["LARDER_DIR", "LARDER_SOCKET", "LARDER_NO_DAEMON"];

    private readonly ServedWorkspace _served = new();

    private static TimeSpan Duration => TimeSpan.FromSeconds(TestLength.Choose(brief: 20, full: 600));

    public void Dispose() => _served.Dispose();

    [Fact]
    public void What_is_delivered_to_clients_at_once_equals_what_the_compiler_makes()
    {
        string? given = Environment.GetEnvironmentVariable("LARDER_SEED");
        ulong seed = string.IsNullOrEmpty(given) ? (ulong)TestLength.Choose(BriefSeed, Random.Shared.Next()) : ulong.Parse(given);
        output.WriteLine($"LARDER_SEED={seed}");
        DifferentialCounts counts = new();
        Stopwatch time = Stopwatch.StartNew();
        for (ulong round = seed; round == seed || (time.Elapsed < Duration && string.IsNullOrEmpty(given)); round++)
            PlayRound(round, counts);
        output.WriteLine(counts.ToString());

        _served.AssertAtRest();
        Dictionary<string, long> counted = _served.Work.Counters();
        foreach (string fault in (string[])["corrupt_entry", "internal_error", "fallback_executed", "store_failed"])
            Assert.False(counted.ContainsKey(fault), $"LARDER_SEED={seed}: {fault}: {counts}");
        Assert.True(_served.Requests >= counts.Compiles / 2, $"LARDER_SEED={seed}: {_served.Requests} requests came: {counts}");

        // The exact state was there before; and of two that play the same, most find what the other has stored.
        Assert.True(!string.IsNullOrEmpty(given) || counts.UndoneHits * 10 >= counts.Undone * 9, $"LARDER_SEED={seed}: few hits: {counts}");
        Assert.True(!string.IsNullOrEmpty(given) || counts.Misses * 20 >= counts.Compiles, $"LARDER_SEED={seed}: little is cached: {counts}");
        Assert.True(!string.IsNullOrEmpty(given) || counts.Hits * 5 >= counts.Compiles, $"LARDER_SEED={seed}: little is shared: {counts}");
    }

    private void PlayRound(ulong seed, DifferentialCounts counts)
    {
        string? failure = null;
        Stopwatch? shrinking = null;
        Arbitrary<Scenario[]> scenarios = Arb.From(
            Gen.ArrayOf(ScenarioGenerator.For(ScenarioGenerator.FewComments, "gcc", "g++", "clang", "clang++"), Scenarios),
            several => shrinking?.Elapsed > ShrinkingLimit ? [] : Smaller(several));
        Property property = Prop.ForAll(scenarios, several =>
        {
            if (shrinking?.Elapsed > ShrinkingLimit)
                return true;
            if (PlayAtOnce(several, counts) is not { } difference)
                return true;
            shrinking ??= Stopwatch.StartNew();
            failure = difference;
            return false;
        });
        Config config = Config.Quick.WithMaxTest(1).WithQuietOnSuccess(true)
            .WithReplay(FSharpOption<Replay>.Some(new Replay(new Rnd(seed, 1), FSharpOption<int>.None)));
        try
        {
            Check.One(config.WithRunner(Config.QuickThrowOnFailure.Runner), property);
        }
        catch (Exception) when (failure is not null)
        {
            Assert.Fail($"LARDER_SEED={seed}\n{failure}");
        }
    }

    /// <summary>Null where all is well, else what differs, and how to repeat it; the others played at the same time.</summary>
    private string? PlayAtOnce(Scenario[] scenarios, DifferentialCounts counts)
    {
        Dictionary<string, string?> cache = Shared.ToDictionary(static name => name, name => _served.Work.Variables[name], StringComparer.Ordinal);
        Task<string?>[] players =
        [
            .. Enumerable.Range(0, scenarios.Length * PlayersEach).Select(i => Task.Factory.StartNew(
                () =>
                {
                    using DifferentialRun run = new(scenarios[i % scenarios.Length], counts, cache);
                    return run.Play() is { } difference ? $"{difference}\n{run.Script}" : null;
                },
                CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)),
        ];
        Task.WaitAll(players);
        return Array.Find(players, static player => player.Result is not null)?.Result;
    }

    /// <summary>One of them less, or one of them smaller.</summary>
    private static IEnumerable<Scenario[]> Smaller(Scenario[] scenarios)
    {
        for (int i = 0; i < scenarios.Length; i++)
        {
            if (scenarios.Length > 1)
                yield return [.. scenarios[..i], .. scenarios[(i + 1)..]];
            foreach (Scenario smaller in scenarios[i].Shrink())
                yield return [.. scenarios[..i], smaller, .. scenarios[(i + 1)..]];
        }
    }
}
