using System.Text;
using Larder.Posix;
using Larder.Units.Files;
using Larder.Units.Layout;

namespace Larder.Units.Declaration;

/// <summary>The Nix files that are in the program: lib/units.nix, which packages also install for people to read and import, and what larder has Nix evaluate.</summary>
internal static class ShippedExpressions
{
    internal static string Library { get; } = Resource("units.nix");

    internal static string Evaluation { get; } = Resource("evaluate.nix");

    /// <summary>Where they stand for one repository: &lt;larder/units.nix&gt; leads there too.</summary>
    internal static string Directory(UnitDirectories directories) => directories.Root + "/nix";

    /// <summary>Writes those that are not there, or are another version's.</summary>
    /// <exception cref="UnitFault">They can't be written.</exception>
    internal static void Write(UnitDirectories directories)
    {
        Write(directories, LibraryFile(directories), Library);
        Write(directories, EvaluationFile(directories), Evaluation);
    }

    internal static string LibraryFile(UnitDirectories directories) => Directory(directories) + "/units.nix";

    internal static string EvaluationFile(UnitDirectories directories) => Directory(directories) + "/evaluate.nix";

    private static void Write(UnitDirectories directories, string path, string text)
    {
        byte[] content = Encoding.UTF8.GetBytes(text);
        byte[]? standing = Posix.FileSystem.ReadAll(Posix.ByteText.Encode(path), out _);
        if ((standing == null || !standing.AsSpan().SequenceEqual(content)) && FilePlacement.TryPut(directories, path, content) != Errno.None)
            throw new UnitFault($"{path} can't be written: larder's cache directory must be writable");
    }

    private static string Resource(string name)
    {
        using Stream stream = typeof(ShippedExpressions).Assembly.GetManifestResourceStream(name)!;
        using StreamReader reader = new(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
