using Larder.Units.Graph;
using Larder.Units.Tests.Harness;

namespace Larder.Units.Tests.Replay;

/// <summary>What a builder is given, beside what nix-build gives the same one.</summary>
public sealed class BuilderEnvironmentTests(Replays projects) : IClassFixture<Replays>
{
    // /usr/bin/env -0 shows values with ends of lines as they are.
    private const string Common = """
        name = "shown"; system = builtins.currentSystem; builder = "/bin/bash"; outputs = [ "out" "dev" ];
        own = "${builtins.placeholder "dev"}/share"; empty = ""; lines = "one\ntwo 'three' \\ four"; flag = true; none = null; number = 7; words = [ "a" "b" ];
        """;

    [NixFact]
    public void The_environment_is_nixs_variable_by_variable() => Compare(
        $$"""derivation { {{Common}} text = "see ${builtins.placeholder "out"}\n"; passAsFile = [ "text" ]; args = [ "-c" "/bin/mkdir $dev; { /usr/bin/env -0 | /usr/bin/sort -z; /bin/cat $textPath; /bin/pwd; } > $out; exit 0" ]; }""");

    [NixFact]
    public void Structured_attributes_are_nixs_in_both_forms() => Compare(
        $$"""derivation { {{Common}} __structuredAttrs = true; set = { k = "v"; l = 2; }; nested = { inner.deep = [ 1 2 ]; }; mixed = [ 1 "x" true null ]; half = 1.5; whole = 2.0; odd-name = "x"; args = [ "-c" ". $NIX_ATTRS_SH_FILE; out=\${outputs[out]}; /bin/mkdir \${outputs[dev]}; { /usr/bin/env -0 | /usr/bin/sort -z; /bin/cat .attrs.sh .attrs.json; } > $out; exit 0" ]; }""");

    private void Compare(string expression)
    {
        string path = projects.Instantiate(expression);
        (int status, _, string error) = projects.Store.Run("nix-store", "--realise", path);
        Assert.True(status == 0, error);
        UnitNode node = Replays.Between(path);
        projects.BuildAlone(node);

        string[] outputs = [.. node.Derivation.Outputs.Keys];
        string theirs = File.ReadAllText(node.Derivation.Outputs["out"].Path);
        string ours = File.ReadAllText(projects.View(node.Name));
        foreach (string output in outputs)
            theirs = theirs.Replace("HOME=/homeless-shelter\0", "HOME=/proc/homeless-shelter\0", StringComparison.Ordinal).Replace(node.Derivation.Outputs[output].Path, projects.View(node.Name, output), StringComparison.Ordinal);
        Assert.Equal(Comparable(theirs), Comparable(ours));
    }

    // Each in its own build directory, with its own cores; the mark is larder's.
    private static string[] Comparable(string text)
    {
        string top = text.Split('\0', '\n').First(word => word.StartsWith("NIX_BUILD_TOP=", StringComparison.Ordinal))["NIX_BUILD_TOP=".Length..];
        return [.. text.Replace(top, "TOP", StringComparison.Ordinal).Split('\0', '\n')
            .Where(word => !word.StartsWith("LARDER_UNIT_BUILD=", StringComparison.Ordinal) && !word.StartsWith("NIX_BUILD_CORES=", StringComparison.Ordinal))];
    }
}
