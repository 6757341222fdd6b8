namespace Larder.Bench.Units;

/// <summary>A repository with zlib, libpng and a program over both, as bench/UnitsProject declares them.</summary>
internal sealed class RealProject
{
    private readonly Dictionary<string, string> originals = new(StringComparer.Ordinal);

    internal RealProject(UnitsOptions options, string root)
    {
        Root = root + "/project";
        Copy(options.Project, Root);
        Copy(options.Stdenv, root + "/stdenv");
        Copy(options.Zlib, Root + "/zlib");
        Copy(options.Libpng, Root + "/libpng");
    }

    /// <summary>The directory with units.nix.</summary>
    internal string Root { get; }

    /// <summary>Puts a text in the place of another one that stands in the file as it came.</summary>
    /// <exception cref="BenchException">It isn't there: this is another version than the edit was written for.</exception>
    internal void Edit(string file, string old, string fresh)
    {
        var path = Path.Join(Root, file);
        if (!originals.TryGetValue(file, out var text))
            originals.Add(file, text = File.ReadAllText(path));
        if (!text.Contains(old, StringComparison.Ordinal))
            throw new BenchException($"{path} has no \"{old}\"");
        File.WriteAllText(path, text.Replace(old, fresh, StringComparison.Ordinal));
    }

    /// <summary>Everything as it came.</summary>
    internal void PutBack()
    {
        foreach (var (file, text) in originals)
            File.WriteAllText(Path.Join(Root, file), text);
        originals.Clear();
    }

    private static void Copy(string from, string to)
    {
        using var copy = System.Diagnostics.Process.Start("cp", ["-r", from, to]);
        copy.WaitForExit();
        if (copy.ExitCode != 0)
            throw new BenchException($"{from} can't be copied to {to}");
    }
}
