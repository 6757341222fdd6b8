using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text;

namespace Larder.Client.Tests.Commands;

/// <summary>
/// larder's own commands become larder-cli: the shim (the published one where LARDER_UNDER_TEST names it) stands in a directory
/// of its own beside a script of that name, which tells how it was called.
/// </summary>
[SupportedOSPlatform("linux")]
public sealed class HandOverTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("larder-hand-over-").FullName;

    public HandOverTests()
    {
        string? published = Environment.GetEnvironmentVariable("LARDER_UNDER_TEST");
        if (published is not null)
        {
            File.Copy(published, Larder);
            return;
        }

        foreach (string file in Directory.EnumerateFiles(AppContext.BaseDirectory))
        {
            string name = Path.GetFileName(file);
            if (name.StartsWith("larder", StringComparison.OrdinalIgnoreCase))
                File.Copy(file, Path.Combine(_directory, name));
        }
    }

    private string Larder => Path.Combine(_directory, "larder");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private void WriteCommandLine(string script)
    {
        string path = Path.Combine(_directory, "larder-cli");
        File.Delete(path);
        File.WriteAllText(path, "#!/bin/sh\n" + script);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Runs a line of shell in which $L is larder.</summary>
    private (int Status, string Output, string Error) Shell(string line)
    {
        ProcessStartInfo start = new("/bin/sh", ["-c", line])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.Latin1,
        };
        start.Environment["L"] = Larder;
        start.Environment["LC_ALL"] = "C";
        start.Environment["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "../../.."));
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }

    [Theory]
    [InlineData("stats --json")]
    [InlineData("config")]
    [InlineData("clear")]
    [InlineData("trim")]
    [InlineData("du")]
    [InlineData("verify")]
    [InlineData("inspect abc")]
    [InlineData("daemon status")]
    [InlineData("help")]
    [InlineData("--version")]
    [InlineData("-s")]
    [InlineData("")]
    public void Commands_options_and_nothing_go_to_the_command_line(string arguments)
    {
        WriteCommandLine("echo \"cli: $*\"; exit 7\n");

        Assert.Equal((7, $"cli: {arguments}\n", ""), Shell("\"$L\" " + arguments));
    }

    [Fact]
    public void Arguments_and_environment_arrive_byte_for_byte()
    {
        WriteCommandLine("printf '%s|' \"$@\"; printf '%s' \"$V\"\n");

        (int status, string output, _) = Shell("B=$(printf 'a\\377 b'); V=$(printf '\\376') \"$L\" inspect \"$B\" ''");

        Assert.Equal((0, "inspect|a\u00FF b||\u00FE"), (status, output));
    }

    [Fact]
    public void A_link_to_larder_finds_the_command_line_beside_the_real_program()
    {
        WriteCommandLine("echo \"cli: $*\"\n");

        (int status, string output, _) = Shell("D=$(mktemp -d) && ln -s \"$L\" \"$D/larder\" && \"$D/larder\" stats; S=$?; rm -r \"$D\"; exit $S");

        Assert.Equal((0, "cli: stats\n"), (status, output));
    }

    [Fact]
    public void Without_the_command_line_beside_it_larder_says_what_is_missing()
    {
        File.Delete(Path.Combine(_directory, "larder-cli"));

        (int status, string output, string error) = Shell("\"$L\" stats");

        Assert.Equal((1, ""), (status, output));
        Assert.Equal(
            $"larder: {_directory}/larder-cli: No such file or directory; larder's commands need larder-cli in the directory of larder itself\n",
            error);
    }

    [Fact]
    public void A_path_is_a_compiler_whatever_its_name()
    {
        WriteCommandLine("echo \"cli: $*\"\n");
        File.WriteAllText(Path.Combine(_directory, "stats"), "#!/bin/sh\necho \"compiler: $*\"\n");

        (int status, string output, _) = Shell($"chmod +x '{_directory}/stats' && cd '{_directory}' && LARDER_DISABLE=1 \"$L\" ./stats -c x.c");

        Assert.Equal((0, "compiler: -c x.c\n"), (status, output));
    }
}
