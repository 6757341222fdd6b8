using System.Xml.Linq;

namespace Larder.Architecture.Tests;

/// <summary>The tree that the tests were built from.</summary>
internal static class SourceTree
{
    internal static string Root => SourceRoot.Directory;

    /// <summary>The projects below src/ by name, with the projects that each refers to.</summary>
    internal static Dictionary<string, string[]> Projects() =>
        Directory.GetFiles(Path.Combine(Root, "src"), "*.csproj", SearchOption.AllDirectories).ToDictionary(
            path => Path.GetFileNameWithoutExtension(path),
            path => XDocument.Load(path).Descendants("ProjectReference")
                .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')))
                .ToArray(),
            StringComparer.Ordinal);

    /// <summary>The packages that a project names itself.</summary>
    internal static string[] Packages(string project) =>
        [.. XDocument.Load(Path.Combine(Root, "src", project, project + ".csproj")).Descendants("PackageReference")
            .Select(reference => reference.Attribute("Include")!.Value)];

    /// <summary>All C# files below a directory.</summary>
    internal static IEnumerable<string> Sources(string directory) =>
        Directory.EnumerateFiles(Path.Combine(Root, directory), "*.cs", SearchOption.AllDirectories);
}
