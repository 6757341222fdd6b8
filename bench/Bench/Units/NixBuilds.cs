using System.Diagnostics;
using Larder.Bench.Measuring;

namespace Larder.Bench.Units;

/// <summary>What nix-build makes of the project as it is now, beside what larder has made of it: the same programs, the same libraries.</summary>
internal sealed class NixBuilds : IDisposable
{
    /// <summary>The units whose programs are asked.</summary>
    private static readonly string[] Programs = ["view", "viewStatic"];

    /// <summary>A path in these is of the same file in both.</summary>
    private static readonly (string Unit, string File)[] Archives = [("zlib", "lib/libz.a"), ("libpngStatic", "lib/libpng16.a")];

    private readonly UnitsBed bed;
    private readonly Command build;
    private readonly string output;

    internal NixBuilds(UnitsBed bed, string repository)
    {
        this.bed = bed;
        output = bed.Root + "/nix-output";
        var attributes = Programs.Concat(Archives.Select(archive => archive.Unit)).SelectMany(unit => new[] { "-A", "cc." + unit });
        build = new Command(["/usr/bin/nix-build", repository + "/units.nix", .. attributes, "--no-out-link"], bed.Environment, repository, output);
    }

    /// <summary>Builds, and says how long it took in microseconds.</summary>
    /// <exception cref="BenchException">What larder has made is something else.</exception>
    internal double BuildAndCompare()
    {
        var time = build.Run().Value;
        var paths = File.ReadAllLines(output);
        foreach (var (unit, path) in Programs.Zip(paths))
        {
            var (theirs, ours) = (Say(path), Say(View(unit)));
            if (theirs != ours)
                throw new BenchException($"{unit} of larder says\n{ours}where nix-build's says\n{theirs}");
        }

        foreach (var ((unit, file), path) in Archives.Zip(paths.Skip(Programs.Length)))
        {
            if (!File.ReadAllBytes(Path.Join(path, file)).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Join(View(unit), file))))
                throw new BenchException($"{file} of larder's {unit} is not that of nix-build");
        }

        return time;
    }

    /// <summary>What larder's program says now.</summary>
    internal string Said() => Say(View(Programs[0]));

    public void Dispose() => build.Dispose();

    private string View(string unit) => Path.Join(Directory.GetDirectories(bed.Cache + "/units").Single(), "v", unit, "out");

    private string Say(string path)
    {
        using var program = Process.Start(new ProcessStartInfo(path + "/bin/view", [bed.Root + "/view.png"]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var text = program.StandardOutput.ReadToEnd();
        program.WaitForExit();
        return program.ExitCode == 0 ? text : throw new BenchException($"{path}/bin/view ended with {program.ExitCode}");
    }
}
