using System.Diagnostics;
using Larder.Suites.Harness;
using Xunit.Abstractions;

namespace Larder.Suites.Soak;

/// <summary>
/// Mixed compiles, with and without a daemon, from several builds at once, in a cache that is too small, is damaged, evicted from, cleared and repaired
/// all the time, while compiles and the daemon are killed: every output equals the compiler's. An hour with --long (LARDER_MINUTES), LARDER_SEED repeats
/// the choices, though not the order in which they meet.
/// </summary>
public sealed class SoakSuite : IDisposable
{
    private const int Builds = 5;

    private readonly ITestOutputHelper _output;
    private readonly Workspace _work = new();

    public SoakSuite(ITestOutputHelper output)
    {
        _output = output;
        string run = Directory.CreateDirectory(Path.Combine(_work.Root, "run")).FullName;
        if (OperatingSystem.IsLinux())
            File.SetUnixFileMode(run, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        _work.Variables["LARDER_SOCKET"] = Path.Combine(run, "d.sock");
        _work.Variables["LARDERD"] = SuiteDaemon.Binary;
        _work.Variables["LARDER_AUTO_START"] = "yes";
        _work.Variables["LARDER_LOOK_UP_FIRST"] = null;
        _work.Variables["LARDER_MAX_SIZE"] = "1500k";
        _work.Variables["LARDER_CACHE_PREPROCESSING"] = "yes";
    }

    public void Dispose()
    {
        _work.Run(LarderBinary.Path, ["daemon", "stop"], null, Daemon(true));
        _work.Dispose();
    }

    [Fact]
    public void Everything_at_once()
    {
        string? given = Environment.GetEnvironmentVariable("LARDER_SEED");
        int seed = string.IsNullOrEmpty(given) ? TestLength.Choose(4711, Random.Shared.Next()) : int.Parse(given);
        string? minutes = Environment.GetEnvironmentVariable("LARDER_MINUTES");
        TimeSpan duration = TestLength.IsLong ? TimeSpan.FromMinutes(string.IsNullOrEmpty(minutes) ? 60 : double.Parse(minutes)) : TimeSpan.FromSeconds(15);
        _output.WriteLine($"LARDER_SEED={seed}, {duration}");
        using CancellationTokenSource over = new(duration);
        Stopwatch time = Stopwatch.StartNew();
        int[] compiles = new int[Builds];
        int[] kills = new int[Builds];
        Vandal vandal = new(_work, new Random(seed));
        vandal.Prepare();
        Thread[] threads =
        [
            .. Enumerable.Range(0, Builds).Select(i => new Thread(() => Attempt(() => Build(i, new Random(seed + i + 1), over, ref compiles[i], ref kills[i]), over))),
            new Thread(() => Attempt(() => Vandalise(vandal, new Random(~seed), over), over)),
        ];
        Array.ForEach(threads, static thread => thread.Start());
        Array.ForEach(threads, static thread => thread.Join());
        _output.WriteLine($"{compiles.Sum()} compiles compared, {kills.Sum()} killed, in {time.Elapsed}; {vandal.Report}");
        _output.WriteLine(string.Join(", ", _work.Counters().Select(static counter => $"{counter.Key} {counter.Value}")));
        Assert.True(_failure is null, $"LARDER_SEED={seed}: {_failure}");
        Assert.True(vandal.IsBystanderWhole, $"LARDER_SEED={seed}: something was written through a link");

        // Afterwards all that is wrong can be taken away, nothing is left over, and it is a cache like any other.
        _work.Run(LarderBinary.Path, ["daemon", "stop"], null, Daemon(true));
        _work.Run(LarderBinary.Path, ["verify", "--repair"], null, Daemon(false));
        Assert.Equal(0, _work.Run(LarderBinary.Path, ["verify"], null, Daemon(false)).ExitCode);
        SoakProject last = new(_work, "last");
        string[] command = ["gcc", "-c", "s1.c"];
        Assert.Null(last.Compile(command, Daemon(false)));
        _work.Run(LarderBinary.Path, ["stats", "--zero"], null, Daemon(false)).Succeeded();
        Assert.Null(last.Compile(command, Daemon(false)));
        Assert.Equal(["direct_hit"], _work.Counters().Keys);
    }

    private string? _failure;

    private static Dictionary<string, string?> Daemon(bool isAsked) => new(StringComparer.Ordinal) { ["LARDER_NO_DAEMON"] = isAsked ? null : "1" };

    private void Build(int number, Random random, CancellationTokenSource over, ref int compiles, ref int kills)
    {
        SoakProject project = new(_work, $"build{number}");
        while (!over.IsCancellationRequested)
        {
            Dictionary<string, string?> way = Daemon(random.Next(3) > 0);
            string[] command = SoakProject.AnyCommand(random);
            switch (random.Next(12))
            {
                case 0:
                    project.Edit(random);
                    break;
                case 1:
                    project.Kill(command, random.Next(80), way);
                    kills++;
                    break;
                default:
                    if (project.Compile(command, way) is { } difference)
                        throw new InvalidOperationException(difference);
                    compiles++;
                    break;
            }
        }
    }

    private static void Vandalise(Vandal vandal, Random random, CancellationTokenSource over)
    {
        while (!over.IsCancellationRequested)
        {
            vandal.Act(Daemon(random.Next(2) > 0));
            over.Token.WaitHandle.WaitOne(random.Next(150));
        }
    }

    private void Attempt(Action action, CancellationTokenSource over)
    {
        try
        {
            action();
        }
        catch (Exception failure)
        {
            _failure = _failure ?? failure.ToString();
            over.Cancel();
        }
    }
}
