using System.Text;
using Larder.Suites.Harness;

namespace Larder.Suites.Daemon;

/// <summary>Lines 10, 11 and 13: builds of larder side by side. Another build is the same programs with another build id in them.</summary>
public sealed class IdentitySuite : IDisposable
{
    private readonly ServedWorkspace _served = new();
    private readonly ObservedAssembler _assembler;

    public IdentitySuite()
    {
        _assembler = new ObservedAssembler(_served.Work);
        _served.Work.Write("x.c", "int x;\n");
        _served.Work.Bare("gcc", "-c", "x.c", "-o", "bare.o").Succeeded();
        _assembler.Reset();
    }

    public void Dispose() => _served.Dispose();

    /// <summary>
    /// Ids are equal or not; neither a greater nor a smaller one is served (line 11). The socket is chosen, so only the first message can tell.
    /// </summary>
    [Theory]
    [InlineData('0')]
    [InlineData('f')]
    public void A_daemon_of_another_build_behind_the_same_name_serves_nobody(char digit)
    {
        string other = OtherBuild("other", digit);
        for (int i = 0; i < 2; i++)
        {
            _served.Work.Delete("x.o");
            ProcessResult result = _served.Work.Run(other + "/larder", ["gcc", "-c", "x.c", "-o", "x.o"]).Succeeded();
            Assert.Equal("", result.OutputText + result.ErrorText);
            Assert.Equal(_served.Work.Read("bare.o"), _served.Work.Read("x.o"));
        }

        Assert.Equal(0, _served.Requests);
        _served.Work.Expect(("direct_hit", 1), ("miss", 1), ("stored", 1));
    }

    [Fact]
    public void Two_builds_have_daemons_of_their_own_and_one_cache()
    {
        string other = OtherBuild("other", 'f');
        _served.Stop();
        _served.Work.Variables["LARDER_SOCKET"] = null;
        try
        {
            string[] programs = [LarderBinary.Path, other + "/larder"];
            foreach (string program in programs)
                _served.Work.Run(program, ["daemon", "start"]).Succeeded();
            Assert.Equal(2, Directory.GetFiles(Path.Combine(_served.RunDirectory, "larder"), "*.sock").Length);
            foreach (string program in programs)
            {
                _served.Work.Delete("x.o");
                _served.Work.Run(program, ["gcc", "-c", "x.c", "-o", "x.o"]).Succeeded();
                Assert.Equal(_served.Work.Read("bare.o"), _served.Work.Read("x.o"));
                Assert.Contains("\"requests\": 1", _served.Work.Run(program, ["daemon", "status", "--json"]).OutputText, StringComparison.Ordinal);

                // Waits until its daemon has stored and counted: that comes after the answer.
                _served.Work.Run(program, ["stats"]).Succeeded();
            }

            _served.Work.Expect(("direct_hit", 1), ("miss", 1), ("stored", 1));
        }
        finally
        {
            foreach (string program in (string[])[LarderBinary.Path, other + "/larder"])
                _served.Work.Run(program, ["daemon", "stop"]);
        }
    }

    /// <summary>Line 13: the programs are replaced while the old daemon has a lease out; a restart tells it to end when that is back.</summary>
    [Fact]
    public void An_upgrade_in_mid_build()
    {
        string installed = OtherBuild("installed", 'a');
        string upgrade = OtherBuild("upgrade", 'b');
        _served.Stop();
        _served.Work.Variables["LARDER_SOCKET"] = null;
        try
        {
            _served.Work.Run(installed + "/larder", ["daemon", "start"]).Succeeded();
            _assembler.Holds = true;
            RunningProgram before = _served.ClientScript($"{installed}/larder gcc -c x.c -o x.o");
            ServedWorkspace.Until(() => _assembler.Runs == 1, "it compiles");
            _served.Work.Run("cp", [installed + "/larder", upgrade + "/old"]).Succeeded();
            _served.ClientScript($"for p in larder larder-cli larderd; do mv {upgrade}/$p {installed}/$p; done").Finish().Succeeded();
            string said = _served.Work.Run(installed + "/larder", ["daemon", "restart"]).Succeeded().OutputText;
            Assert.Matches(@"^Ending when its compiles have: process \d+, of build [0-9a]+\nNo daemon of this build runs\nStarted: process \d+, on ", said);
            _served.Work.Write("y.c", "int y;\n");
            _assembler.Holds = false;
            _served.ClientScript($"{installed}/larder gcc -c y.c -o y.o").Finish().Succeeded();
            ProcessResult result = before.Finish().Succeeded();
            Assert.Equal("", result.OutputText + result.ErrorText);
            Assert.Equal(_served.Work.Read("bare.o"), _served.Work.Read("x.o"));
            ServedWorkspace.Until(() => Directory.GetFiles(Path.Combine(_served.RunDirectory, "larder"), "*.sock").Length == 1, "the old one has ended");

            _served.Work.Run(installed + "/larder", ["gcc", "-c", "x.c", "-o", "x.o"]).Succeeded();
            Assert.Equal(2, _assembler.Runs);

            // Its daemon has counted then; Expect would ask that of its own build.
            _served.Work.Run(installed + "/larder", ["stats"]).Succeeded();
            _served.Work.Expect(("direct_hit", 1), ("miss", 2), ("stored", 2));
        }
        finally
        {
            _served.Work.Run(installed + "/larder", ["daemon", "stop"]);
        }
    }

    /// <summary>Only a daemon of the same cache is told, and only one of another build.</summary>
    [Fact]
    public void Stopping_is_for_all_builds_and_for_one_cache()
    {
        string other = OtherBuild("other", 'f');
        _served.Stop();
        _served.Work.Variables["LARDER_SOCKET"] = null;
        Dictionary<string, string?> elsewhere = new(StringComparer.Ordinal) { ["LARDER_DIR"] = Path.Combine(_served.Work.Root, "other-cache") };
        string[] Sockets() => Directory.GetFiles(Path.Combine(_served.RunDirectory, "larder"), "*.sock");
        try
        {
            _served.Work.Run(LarderBinary.Path, ["daemon", "start"]).Succeeded();
            _served.Work.Run(other + "/larder", ["daemon", "start"]).Succeeded();
            _served.Work.Run(other + "/larder", ["daemon", "start"], variables: elsewhere).Succeeded();
            Assert.Equal(3, Sockets().Length);

            string said = _served.Work.Run(LarderBinary.Path, ["daemon", "stop"]).Succeeded().OutputText;
            Assert.Matches(@"^Ending when its compiles have: process \d+, of build [0-9a-f]+\nStopped: process \d+\n$", said);
            ServedWorkspace.Until(() => Sockets().Length == 1, "both have ended");
            _served.Work.Run(other + "/larder", ["daemon", "status"], variables: elsewhere).Succeeded();
            Assert.Equal("No daemon runs\n", _served.Work.Run(LarderBinary.Path, ["daemon", "stop"]).Succeeded().OutputText);
        }
        finally
        {
            _served.Work.Run(LarderBinary.Path, ["daemon", "stop"]);
            _served.Work.Run(other + "/larder", ["daemon", "stop"], variables: elsewhere);
        }
    }

    /// <summary>A copy of the programs, in whose build id the last digits are others.</summary>
    private string OtherBuild(string name, char digit)
    {
        string id = _served.Status().GetProperty("build_id").GetString()!;
        string directory = Path.Combine(_served.Work.Root, name);
        string here = Path.GetDirectoryName(LarderBinary.Path)!;
        _served.Work.Run("mkdir", [directory]).Succeeded();
        foreach (string program in (string[])["larder", "larder-cli", "larderd"])
        {
            byte[] image = File.ReadAllBytes(Path.Combine(here, program));
            int at = image.AsSpan().IndexOf(Encoding.ASCII.GetBytes(id));
            Assert.True(at >= 0, $"{program} is of another build than the daemon");
            for (; at >= 0; at = image.AsSpan().IndexOf(Encoding.ASCII.GetBytes(id)))
                image.AsSpan(at, id.Length).Fill((byte)digit);
            File.WriteAllBytes(Path.Combine(directory, program), image);
            _served.Work.Run("chmod", ["755", Path.Combine(directory, program)]).Succeeded();
        }

        return directory;
    }
}
