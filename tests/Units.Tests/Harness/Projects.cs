namespace Larder.Units.Tests.Harness;

/// <summary>A copy of the fixture's projects with a Nix store of their own.</summary>
public class Projects : IDisposable
{
    public Projects()
    {
        Root = Store.Root + "/fixture";
        Copy(Path.Combine(AppContext.BaseDirectory, "Fixture"), Root);
    }

    internal NixStore Store { get; } = new();

    /// <summary>The directory of stdenv and projects.</summary>
    internal string Root { get; }

    /// <summary>The repository: the directory with units.nix.</summary>
    internal string Repository => Root + "/projects";

    /// <summary>Puts a text in the place of another one, once.</summary>
    internal void Edit(string path, string old, string replacement)
    {
        string file = $"{Repository}/{path}";
        string text = File.ReadAllText(file);
        Assert.Contains(old, text, StringComparison.Ordinal);
        File.WriteAllText(file, text.Replace(old, replacement, StringComparison.Ordinal));
    }

    /// <summary>What nix-build makes of a unit as its source is now: the path of its first output.</summary>
    internal string NixBuild(string unit)
    {
        (int status, string output, string error) = Store.Run("nix-build", "--no-out-link", $"{Repository}/units.nix", "-A", "cc." + unit);
        Assert.True(status == 0, error);
        return output.Trim().Split('\n')[0];
    }

    /// <summary>What a program prints to its standard output; it must succeed.</summary>
    internal string Output(string program)
    {
        (int status, string output, string error) = Store.Run(program);
        Assert.True(status == 0, $"{program}: {status} {error}");
        return output;
    }

    public void Dispose()
    {
        Store.Dispose();
        GC.SuppressFinalize(this);
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string directory in Directory.GetDirectories(from, "*", SearchOption.AllDirectories))
            Directory.CreateDirectory(to + directory[from.Length..]);
        foreach (string file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            // New files: times and read-only bits of the original are not wanted.
            File.WriteAllBytes(to + file[from.Length..], File.ReadAllBytes(file));
        }
    }
}
