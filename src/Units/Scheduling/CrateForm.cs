using Larder.Units.Derivations;
using Larder.Units.Files;
using Larder.Units.Graph;

namespace Larder.Units.Scheduling;

/// <summary>What a crate's derivation says of what will be linked, in the words of nixpkgs' buildRustCrate. Only where work begins hangs on it: each build shows what it really does.</summary>
internal static class CrateForm
{
    // Whoever writes these may do anything with the libraries that are there.
    private static readonly string[] s_hooks =
        ["preConfigure", "postConfigure", "preBuild", "postBuild", "checkPhase", "preCheck", "postCheck", "preInstall", "postInstall", "fixupPhase", "preFixup", "postFixup"];

    // How they would come to them.
    private static readonly string[] s_ways = [".rlib", "target/deps", "target/buildDeps", "completeDeps", "completeBuildDeps", "dependencies", "buildDependencies"];

    /// <summary>The dependencies whose code is linked: all, where the crate is more than a library of Rust's own; else those of the build script.</summary>
    internal static IEnumerable<string> LinkedBy(UnitNode node)
    {
        Derivation derivation = node.Derivation;
        bool isLibrary = Words(derivation, "crateType").All(type => type is "lib" or "rlib")
            && string.IsNullOrEmpty(derivation.Attribute("buildTests"))
            && string.IsNullOrEmpty(derivation.Attribute("crateBin"))
            && !Array.Exists(s_hooks, hook => derivation.Attribute(hook) is { Length: > 0 } text && Array.Exists(s_ways, way => text.Contains(way, StringComparison.Ordinal)))
            && !(node.Source is { } source && (PlainFiles.IsFile(source + "/src/main.rs") || Directory.Exists(source + "/src/bin")));
        string[] inScript = [.. Words(derivation, "buildDependencies"), .. Words(derivation, "completeBuildDeps")];
        return node.Dependencies
            .Where(dependency => !isLibrary || dependency.Outputs.Values.Any(output => inScript.Contains(output.Path)))
            .Select(dependency => dependency.Name);
    }

    private static string[] Words(Derivation derivation, string attribute) =>
        (derivation.Attribute(attribute) ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
