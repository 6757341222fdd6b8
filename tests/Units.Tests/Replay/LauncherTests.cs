using Larder.Units.Tests.Harness;

namespace Larder.Units.Tests.Replay;

/// <summary>The compiler launcher is before every compile, whoever drives it, and what is built is the same.</summary>
public sealed class LauncherTests(Replays projects) : IClassFixture<Replays>
{
    [NixTheory]
    [InlineData("arith", "add.c")]
    [InlineData("greet", "words.cpp")]
    [InlineData("text", "text.c")]
    [InlineData("plain", "part.c")]
    public void A_launcher_sees_each_compile_and_changes_nothing(string unit, string source)
    {
        projects.Build(unit);
        Dictionary<string, byte[]> without = Contents(unit);
        string calls = projects.Store.Root + "/calls-" + unit;
        string launcher = projects.Store.Root + "/launcher-" + unit;
        // Under a compiler's name it stands before that in PATH; else the compiler is its first argument.
        File.WriteAllText(launcher, $"""
            #!/bin/bash
            name=$(basename "$0")
            [[ $name == launcher-* ]] || set -- "/usr/bin/$name" "$@"
            echo "$*" >>{calls}
            exec "$@"
            """);
        projects.Store.Run("chmod", "+x", launcher);

        projects.BuildAlone(projects.Node(unit), launcher: launcher);
        Assert.Contains(File.ReadAllLines(calls), call => call.Contains(source, StringComparison.Ordinal) && call.Contains(" -c", StringComparison.Ordinal));
        Assert.Equal(without, Contents(unit));
    }

    private Dictionary<string, byte[]> Contents(string unit) => Directory.GetFiles(projects.View(unit), "*", SearchOption.AllDirectories)
        .ToDictionary(file => file, File.ReadAllBytes);
}
