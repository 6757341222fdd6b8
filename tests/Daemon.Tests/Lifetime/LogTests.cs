using System.Diagnostics;
using System.Runtime.Versioning;
using static Larder.Daemon.Tests.Lifetime.DaemonFixture;

namespace Larder.Daemon.Tests.Lifetime;

/// <summary>Where the daemon's messages go, and its command line.</summary>
[SupportedOSPlatform("linux")]
public sealed class LogTests : IDisposable
{
    private readonly DaemonFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void In_the_foreground_they_are_lines_on_standard_error_with_time_and_event()
    {
        using Process process = _fixture.Serve();
        Signal(process.Id, "TERM");

        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z information 1 larderd \d+\.\d+\.\d+, build [0-9a-f]{32}, serves /", Finish(process).Error);
    }

    [Fact]
    public void In_the_journal_they_have_priorities_and_no_time()
    {
        string journal = _fixture.Root + "/journal";
        _fixture.With("LARDER_MAX_SIZE", "nonsense");
        using Process process = _fixture.Shell(
            $"exec 2>'{journal}'; export JOURNAL_STREAM=$(stat -L -c %d:%i /proc/self/fd/2); exec \"$D\" --foreground");
        Until(() => File.Exists(_fixture.Socket));
        Signal(process.Id, "TERM");
        Assert.Equal(0, Finish(process).Status);

        string[] lines = File.ReadAllLines(journal);
        Assert.StartsWith("<4>Configuration: LARDER_MAX_SIZE: max_size can't be \"nonsense\"", lines[0]);
        Assert.StartsWith("<6>larderd ", lines[1]);
        Assert.Equal("<6>Ended", lines[^1]);
    }

    [Fact]
    public void A_journal_that_is_somebody_elses_is_not_ours()
    {
        _fixture.With("JOURNAL_STREAM", "1:2");
        using Process process = _fixture.Serve();
        Signal(process.Id, "TERM");

        Assert.DoesNotContain("<6>", Finish(process).Error);
    }

    [Fact]
    public void In_the_background_they_go_to_a_file_beside_the_socket()
    {
        int pid = _fixture.Start();
        Assert.Contains(" information 1 larderd ", _fixture.LogText);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.ChangeExtension(_fixture.Socket, ".log")));

        Signal(pid, "TERM");

        Until(() => _fixture.LogText.EndsWith(" Ended\n", StringComparison.Ordinal));
    }

    [Fact]
    public void Version_and_help_need_nothing()
    {
        _fixture.With("HOME", null).With("LARDER_DIR", null).With("XDG_RUNTIME_DIR", "/nowhere");

        (int status, string output, string error) = Finish(_fixture.Execute("--version"));
        Assert.Equal((0, ""), (status, error));
        Assert.Matches(@"^larderd \d+\.\d+\.\d+ \([0-9a-f]{32}\)\n$", output);

        (status, output, error) = Finish(_fixture.Execute("--help"));
        Assert.Equal((0, ""), (status, error));
        Assert.StartsWith("usage: larderd ", output);
    }

    [Theory]
    [InlineData("\"--bogus\" is not understood", "--bogus")]
    [InlineData("\"start\" is not understood", "start")]
    [InlineData("\"--report-fd=x\" is not understood", "--report-fd=x")]
    [InlineData("\"--report-fd=1\" is not understood", "--report-fd=1")]
    [InlineData("--foreground and --no-wait exclude each other", "--foreground", "--no-wait")]
    public void A_wrong_command_line_is_said_to_be_wrong(string problem, params string[] words)
    {
        (int status, string output, string error) = Finish(_fixture.Execute(words));

        Assert.Equal((2, ""), (status, output));
        Assert.StartsWith($"larderd: {problem}\nusage: larderd ", error);
    }
}
