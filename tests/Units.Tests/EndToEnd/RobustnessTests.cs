using System.Diagnostics;
using System.Text;
using Larder.Units.Tests.Harness;

namespace Larder.Units.Tests.EndToEnd;

/// <summary>Builds that are killed, that meet each other, and whose sources change under them. Each test has a repository of its own.</summary>
public sealed class RobustnessTests : IDisposable
{
    private const int SigInt = 2;
    private const int SigKill = 9;

    private readonly UnitRepository _repository = new();

    public void Dispose() => _repository.Dispose();

    [NixFact]
    public void Killed_at_any_time_the_next_build_goes_on_and_is_right()
    {
        int seed = Environment.TickCount;
        Random random = new(seed);
        for (int round = 0; round < 6; round++)
        {
            _repository.Write("arith/src/scaled.c", $"#include \"arith.h\"\n\nint scaled(int a) {{ return a * {round + 2}; }}\n");
            _repository.Write("greet/src/words.cpp", $"#include \"greet.hpp\"\n\nconst char *word() {{ return \"round {round}\"; }}\n");
            using (Process build = _repository.Start("build"))
            {
                Task<string> said = build.StandardError.ReadToEndAsync();
                if (!build.WaitForExit(random.Next(50, 2500)))
                    Kill(build.Id, round % 2 == 0 ? SigKill : SigInt);
                build.WaitForExit();
                _ = said;
            }

            _repository.Build();
            Assert.Empty(_repository.Build());
            foreach (string unit in (string[])["app", "viewer", "calc"])
                _repository.ExpectAsNixBuilds(unit);
        }
    }

    [NixFact]
    public void When_larder_is_killed_nothing_of_the_build_stays_behind()
    {
        foreach (int signal in (int[])[SigInt, SigKill])
        {
            HangInBuild();
            using Process build = _repository.Start("build", "plain");
            Task<string> said = build.StandardError.ReadToEndAsync();
            Await(() => Sleepers().Length > 0, "the build's sleep");
            Kill(build.Id, signal);
            build.WaitForExit();
            Assert.NotEqual(0, build.ExitCode);
            Await(() => Sleepers().Length == 0, "the end of what the build had started");
            _ = said;
        }
    }

    [NixFact]
    public async Task Two_at_once_build_one_after_the_other_and_both_are_right()
    {
        using Process first = _repository.Start("build");
        using Process second = _repository.Start("build", "app");
        Task<UnitRun> one = Task.Run(() => UnitRun.Of(first));
        Task<UnitRun> other = Task.Run(() => UnitRun.Of(second));
        UnitRun[] runs = [(await one).Succeeded(), (await other).Succeeded()];
        string[] deeds = [.. runs.SelectMany(run => run.Deeds)];
        Assert.Equal(deeds.Distinct().Count(), deeds.Length);
        Assert.Contains(runs, run => run.Error.Contains("waiting for another build of these units", StringComparison.Ordinal));
        _repository.ExpectAsNixBuilds("app");
    }

    [NixFact]
    public async Task What_is_edited_while_it_is_built_is_built_again()
    {
        // The build says that it is in the middle, and goes on when it may.
        string begun = _repository.Root + "/begun";
        string go = _repository.Root + "/go";
        _repository.Edit("plain/Makefile", "objects = ", $"$(shell touch {begun}; until [ -e {go} ]; do sleep 0.05; done)\nobjects = ");
        using Process build = _repository.Start("build", "plain");
        Task<UnitRun> run = Task.Run(() => UnitRun.Of(build));
        Await(() => File.Exists(begun), "the build's beginning");
        _repository.Edit("plain/src/part.c", "{", "{ /* edited while it was built */");
        string text = _repository.Read("plain/src/main.c");
        _repository.Write("plain/src/main.c", text.Replace("plain %d", "edited %d", StringComparison.Ordinal));
        File.WriteAllText(go, "");
        Assert.Equal(["plain built", "version built"], (await run).Succeeded().Deeds);
        Assert.StartsWith("edited ", _repository.Say("plain"));
        Assert.Empty(_repository.Build("plain"));

        // And what was there before is not taken for it.
        _repository.Write("plain/src/main.c", text);
        _repository.Build("plain");
        Assert.StartsWith("plain ", _repository.Say("plain"));
        _repository.ExpectAsNixBuilds("plain");
    }

    [NixFact]
    public void Through_a_daemon_it_is_the_same()
    {
        _repository.Variables.Remove("LARDER_NO_DAEMON");
        try
        {
            _repository.Build();
            _repository.Edit("calc/calc.cpp", "sum = 0", "sum = 1");
            Assert.Equal(["app built", "calc built"], _repository.Build());
            _repository.ExpectAsNixBuilds("app");

            // What there is nothing to do about, the daemon says: nobody has taken the lock.
            byte[] turn = _repository.LastTurn();
            string[] links = ["--out-link", _repository.Root + "/link", "--print-out-paths"];
            UnitRun known = _repository.Run(["build", "app", "greet", .. links]).Succeeded();
            Assert.NotEqual(turn, turn = _repository.LastTurn());
            UnitRun asked = _repository.Run(["build", "app", "greet", .. links]).Succeeded();
            Assert.Equal(turn, _repository.LastTurn());
            Assert.Equal(known.Output, asked.Output);
            Assert.Contains("unchanged", asked.Error, StringComparison.Ordinal);
            Assert.Equal(_repository.View("app"), new FileInfo(_repository.Root + "/link").LinkTarget);
            _repository.Edit("calc/calc.cpp", "sum = 1", "sum = 2");
            Assert.Equal(["app built", "calc built"], _repository.Build("app", "greet"));
            _repository.ExpectAsNixBuilds("app");
            Assert.Equal(0, _repository.Daemon("status"));
        }
        finally
        {
            _repository.Daemon("stop");
        }
    }

    [NixFact]
    public async Task Through_a_daemon_all_builds_share_its_slots()
    {
        // Its own compiles run in the slot of the replay: with one slot it comes to its end, and what another one would replay waits for that.
        using UnitRepository other = new() { Shared = _repository };
        foreach (UnitRepository repository in (UnitRepository[])[_repository, other])
        {
            repository.Variables.Remove("LARDER_NO_DAEMON");
            repository.Variables["LARDER_MAX_JOBS"] = "1";
        }

        string begun = _repository.Root + "/begun";
        string go = _repository.Root + "/go";
        _repository.Edit("plain/Makefile", "objects = ", $"$(shell touch {begun}; until [ -e {go} ]; do sleep 0.05; done)\nobjects = ");
        string second = _repository.Root + "/second";
        other.Edit("plain/Makefile", "objects = ", $"$(shell touch {second})\nobjects = ");
        try
        {
            Assert.Equal(0, _repository.Daemon("start"));
            using Process first = _repository.Start("build", "plain");
            Task<UnitRun> one = Task.Run(() => UnitRun.Of(first));
            Await(() => File.Exists(begun), "the first build's replay");
            using Process waiting = other.Start("build", "plain");
            Task<UnitRun> two = Task.Run(() => UnitRun.Of(waiting));
            Await(() => _repository.DaemonStatus().Contains("1 waiting", StringComparison.Ordinal), "the second build's wait");
            Assert.False(File.Exists(second));
            File.WriteAllText(go, "");
            Assert.Contains("plain built", (await one).Succeeded().Deeds);
            Assert.Contains("plain built", (await two).Succeeded().Deeds);
            Assert.True(File.Exists(second));
            Assert.Equal(["app built", "arith built", "calc built", "greet built", "text built"], _repository.Build("app"));
        }
        finally
        {
            _repository.Daemon("stop");
        }
    }

    [NixFact]
    public void Watching_builds_again_what_is_edited_until_it_is_interrupted()
    {
        using Process watching = _repository.Start("build", "plain", "--watch");
        StringBuilder said = new();
        watching.ErrorDataReceived += (_, line) =>
        {
            lock (said)
                said.AppendLine(line.Data);
        };
        watching.BeginErrorReadLine();
        int Rounds()
        {
            lock (said)
                return said.ToString().Split("larder: watching").Length - 1;
        }

        Await(() => Rounds() == 1, "the first build");
        _repository.Edit("plain/src/main.c", "plain %d", "watched %d");
        Await(() => Rounds() >= 2 && _repository.Say("plain").StartsWith("watched ", StringComparison.Ordinal), "the build of the edit");
        Kill(watching.Id, SigInt);
        watching.WaitForExit();
    }

    /// <summary>The plain unit's build starts a process that nothing but being killed ends, in a session of its own.</summary>
    private void HangInBuild() =>
        _repository.Write("plain/Makefile", $"install:\n\t(setsid sleep {Marker} & sleep {Marker})\n");

    private string Marker => "98765" + Environment.ProcessId;

    private string[] Sleepers() =>
        [.. Directory.GetDirectories("/proc").Where(process =>
        {
            try
            {
                return File.ReadAllText(process + "/cmdline") == $"sleep\0{Marker}\0";
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                return false;
            }
        })];

    private static void Await(Func<bool> condition, string what) =>
        Assert.True(SpinWait.SpinUntil(condition, TimeSpan.FromMinutes(2)), $"{what} did not come");

    private static void Kill(int process, int signal)
    {
        using Process kill = Process.Start("kill", [$"-{signal}", process.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }
}
