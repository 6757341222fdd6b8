using Larder.Posix;
using Larder.Units.Artifacts;
using Larder.Units.Files;
using Larder.Units.Replay.Trees;

namespace Larder.Units.Scheduling;

/// <summary>What the install phase of nixpkgs' buildRustCrate makes of a crate's directory "target": a forecast for a crate that was never built.</summary>
/// <remarks>
/// It puts target/lib and target/build into lib/ of the output "lib", target/link.final there as "link", target/env above it, programs into "out". Where somebody's
/// phases install otherwise, the forecast is wrong, which shows in the end.
/// </remarks>
internal static class CrateLayout
{
    /// <summary>Writes the outputs.</summary>
    /// <param name="place">The directory that stands for the unit's views.</param>
    /// <param name="outputs">The derivation's outputs.</param>
    /// <param name="crate">The library's file name; what is written for it is empty.</param>
    /// <param name="libraries">The directory that rustc writes it to; null: not known.</param>
    /// <exception cref="UnitFault">It can't be read or written.</exception>
    internal static void Write(string place, string[] outputs, string crate, string? libraries)
    {
        foreach (string output in outputs)
            Tree.Make($"{place}/{output}");
        string main = $"{place}/{(outputs.Contains("lib") ? "lib" : outputs.Contains("out") ? "out" : outputs[0])}";
        Tree.Make(main + "/lib");
        Tree.Write($"{main}/lib/{crate}", []);
        if (libraries is null || Path.GetFileName(libraries) != "lib")
            return;
        string target = Path.GetDirectoryName(libraries)!;
        foreach (string name in DirectoryNames.In(libraries).Where(name => name.EndsWith(".d", StringComparison.Ordinal)))
            Copy($"{libraries}/{name}", $"{main}/lib/{name}");
        Copy(target + "/link.final", main + "/lib/link");
        Copy(target + "/env", main + "/env");
        string built = target + "/build";
        foreach (ViewFile file in ViewWalk.List(built))
        {
            if (file.Status.IsDirectory)
                Tree.Make($"{main}/lib/{file.Path}");
            else if (file.Target is { } link)
                FileSystem.SymbolicLink(link, ByteText.Encode($"{main}/lib/{file.Path}"));
            else
                Copy($"{built}/{file.Path}", $"{main}/lib/{file.Path}");
        }
    }

    /// <summary>Copies a file that isn't empty, where there is one.</summary>
    private static void Copy(string from, string to)
    {
        const uint Executes = 0x40; // 0100
        byte[] source = ByteText.Encode(from);
        if (FileSystem.Stat(source, out FileStatus status) == Errno.None && status.IsRegular && FileSystem.ReadAll(source, out _) is { Length: > 0 } content)
            Tree.Write(to, content, (status.Permissions & Executes) != 0);
    }
}
