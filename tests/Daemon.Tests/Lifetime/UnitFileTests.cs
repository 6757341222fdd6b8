using System.Diagnostics;
using System.Runtime.Versioning;
using static Larder.Daemon.Tests.Lifetime.DaemonFixture;

namespace Larder.Daemon.Tests.Lifetime;

/// <summary>The unit files of packaging/systemd, as systemd itself sees them.</summary>
[SupportedOSPlatform("linux")]
public sealed class UnitFileTests : IDisposable
{
    private readonly DaemonFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [ProgramFact("systemd-analyze")]
    public void A_user_manager_accepts_them() => Verify("user");

    [ProgramFact("systemd-analyze")]
    public void A_system_manager_accepts_them() => Verify("system");

    private void Verify(string manager)
    {
        string units = Path.Combine(SourceRoot.Directory, "packaging/systemd", manager);
        foreach (string unit in Directory.EnumerateFiles(units))
        {
            // The daemon isn't installed here; its path has to be one that can be executed.
            string text = File.ReadAllText(unit).Replace("/usr/bin/larderd", DaemonFixture.Program, StringComparison.Ordinal);
            File.WriteAllText(Path.Combine(_fixture.Root, Path.GetFileName(unit)), text);
        }

        using Process process = _fixture.ExecuteProgram(
            "systemd-analyze", "verify", "--" + manager, "--man=no", _fixture.Root + "/larder.service", _fixture.Root + "/larder.socket");

        Assert.Equal((0, "", ""), Finish(process));
    }
}
