namespace Larder.Architecture.Tests;

/// <summary>
/// Posix ← {Compilers, Storage} ← Caching ← {Client, CommandLine, Daemon}; Protocol ← {Client, Daemon}: a project refers only to what stands
/// before it.
/// </summary>
public sealed class ReferenceDirectionTests
{
    /// <summary>What each project may refer to. One that isn't here has no place in the order yet: give it one.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Posix"] = [],
        ["Protocol"] = ["Posix"],
        ["Compilers"] = ["Posix"],
        ["Storage"] = ["Posix"],
        ["Caching"] = ["Posix", "Compilers", "Storage"],
        ["Units"] = ["Posix", "Compilers", "Storage", "Caching"],
        ["Client"] = ["Posix", "Compilers", "Storage", "Caching", "Protocol", "Units"],
        ["CommandLine"] = ["Posix", "Compilers", "Storage", "Caching", "Protocol", "Units"],
        ["Daemon"] = ["Posix", "Compilers", "Storage", "Caching", "Protocol", "Units"],
    };

    [Fact]
    public void Every_reference_points_backwards()
    {
        Dictionary<string, string[]> projects = SourceTree.Projects();
        Assert.NotEmpty(projects);
        foreach ((string project, string[] references) in projects)
        {
            Assert.True(Allowed.ContainsKey(project), $"{project} has no place in the order of references");
            foreach (string reference in references)
                Assert.True(Allowed[project].Contains(reference, StringComparer.Ordinal), $"{project} must not refer to {reference}");
        }
    }

    [Fact]
    public void Every_project_has_a_test_project_and_stands_in_the_solution()
    {
        string solution = File.ReadAllText(Path.Combine(SourceTree.Root, "Daemon.sln"));
        foreach (string project in SourceTree.Projects().Keys)
            Assert.Contains($"\"{project}\"", solution, StringComparison.Ordinal);
        foreach (string path in Directory.GetFiles(Path.Combine(SourceTree.Root, "tests"), "*.csproj", SearchOption.AllDirectories))
            Assert.Contains(Path.GetFileName(path), solution, StringComparison.Ordinal);
    }

    [Fact]
    public void The_pure_projects_start_no_processes_and_open_no_sockets()
    {
        // The command-line model takes words and gives a compilation; whatever it needs of the system comes in through an interface.
        foreach (string source in SourceTree.Sources("src/Compilers"))
        {
            string text = File.ReadAllText(source);
            foreach (string name in (string[])["ChildProcess", "Execution.", "System.Net", "System.Diagnostics.Process", "ProcessEnvironment.Current"])
                Assert.False(text.Contains(name, StringComparison.Ordinal), $"{source} uses {name}");
        }
    }
}
