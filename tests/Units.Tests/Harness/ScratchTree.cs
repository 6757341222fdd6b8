using Larder.Units.Layout;
using Larder.Units.Sources;

namespace Larder.Units.Tests.Harness;

/// <summary>A temporary directory with a source tree in it, and the units' directories of one repository.</summary>
public sealed class ScratchTree : IDisposable
{
    public ScratchTree()
    {
        Root = Directory.CreateTempSubdirectory("larder-units-").FullName;
        Source = Root + "/src";
        Directory.CreateDirectory(Source);
        Directories = new UnitDirectories(Source, Root + "/cache");
    }

    internal string Root { get; }

    /// <summary>The repository's root, which is a source too.</summary>
    internal string Source { get; }

    internal UnitDirectories Directories { get; }

    /// <summary>Writes a file of the source, its directories too.</summary>
    internal string Write(string path, string content)
    {
        string full = $"{Source}/{path}";
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, content);
        return full;
    }

    /// <summary>Scans the source as an invocation of its own would.</summary>
    internal SourceScan Scan(params string[] ignored) => ScanAt(Source, ignored);

    internal SourceScan ScanAt(string directory, params string[] ignored)
    {
        SourceTrees trees = new(Directories);
        SourceScan scan = trees.Scan(directory, ignored);
        trees.Save();
        return scan;
    }

    /// <summary>The paths that count.</summary>
    internal string[] Paths(params string[] ignored) => [.. Scan(ignored).Files.Select(static file => file.Path)];

    /// <summary>Makes files so old that their status is trusted.</summary>
    internal static void Age(params string[] paths)
    {
        foreach (string path in paths)
            File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch.AddDays(10_000));
    }

    public void Dispose()
    {
        Larder.Units.Files.TreeRemoval.Remove(Root);
    }
}
