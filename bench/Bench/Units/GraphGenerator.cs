using System.Globalization;

namespace Larder.Bench.Units;

/// <summary>
/// A repository of many small units, in layers: each takes from up to three of the layer before. What a unit makes is its source's lines without those
/// that begin with '#', and its dependencies' texts cut short: so a comment's edit ends at the unit, another one reaches everything behind it.
/// </summary>
internal static class GraphGenerator
{
    /// <summary>Files of each unit's source.</summary>
    private const int Files = 5;

    private const string Setup = """
        export PATH=/usr/bin:/bin
        genericBuild() {
          mkdir -p "$out"
          { grep -hv '^#' "$src"/*.txt; for each in $inputs; do head -n 3 "$each/text"; done; } > "$out/text"
        }
        """;

    private const string Builder = """
        . "$stdenv/setup"
        genericBuild
        """;

    /// <summary>The source directory of a unit, below the root.</summary>
    internal static string Source(int unit) => string.Create(CultureInfo.InvariantCulture, $"src/u{unit:0000}");

    /// <summary>Writes it.</summary>
    internal static void Write(string root, int units)
    {
        Directory.CreateDirectory(Path.Join(root, "stdenv"));
        File.WriteAllText(Path.Join(root, "stdenv/setup"), Setup);
        File.WriteAllText(Path.Join(root, "builder.sh"), Builder);
        for (var unit = 0; unit < units; unit++)
        {
            var directory = Path.Join(root, Source(unit));
            Directory.CreateDirectory(directory);
            for (var file = 0; file < Files; file++)
                File.WriteAllText(Path.Join(directory, $"part{file}.txt"), $"# a comment\nunit {unit} part {file}\n");
        }

        File.WriteAllText(Path.Join(root, "units.nix"), Expression(units));
    }

    private static string Expression(int units)
    {
        var width = Math.Max(1, units / 20);
        return $$"""
            let
              count = {{units}};
              width = {{width}};
              stdenv = ./stdenv;
              digits = n: builtins.substring (builtins.stringLength (toString n)) 4 "0000" + toString n;
              mod = a: b: a - b * (a / b);
              before = i: let layer = i / width; in
                if layer == 0 then [ ] else map (k: (layer - 1) * width + mod (i * 7 + k * 13) width) [ 0 1 2 ];
              name = i: "u" + digits i;
              all = builtins.genList (i: derivation {
                name = name i;
                system = builtins.currentSystem;
                builder = "/bin/bash";
                args = [ "-e" ./builder.sh ];
                inherit stdenv;
                src = ./src + ("/" + name i);
                inputs = map (builtins.elemAt all) (before i);
              } // { larderSource = "src/" + name i; }) count;
            in
            { cc = builtins.listToAttrs (map (i: { name = name i; value = builtins.elemAt all i; }) (builtins.genList (i: i) count)); }
            """;
    }
}
