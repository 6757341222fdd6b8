using System.Globalization;
using System.Text.RegularExpressions;
using Larder.Bench.Measuring;

namespace Larder.Bench.Units;

/// <summary>A real project: larder beside nix-build, which must come to the same.</summary>
internal sealed partial class ProjectRun : IDisposable
{
    /// <summary>Builds from nothing take seconds.</summary>
    private const int ColdRounds = 3;

    private const int EditRounds = 5;

    private readonly UnitsOptions options;
    private readonly UnitsBed bed;
    private readonly RealProject project;
    private readonly Command build;
    private readonly NixBuilds nix;

    private ProjectRun(UnitsOptions options, UnitsBed bed)
    {
        (this.options, this.bed) = (options, bed);
        project = new RealProject(options, bed.Root);
        build = new Command([options.Larder, "unit", "build"], bed.Environment, project.Root, bed.Root + "/output");
        nix = new NixBuilds(bed, project.Root);
    }

    public void Dispose()
    {
        build.Dispose();
        nix.Dispose();
    }

    internal static void Run(UnitsOptions options, UnitsBed bed)
    {
        using ProjectRun run = new(options, bed);
        run.Run();
    }

    private void Run()
    {
        Console.WriteLine("zlib, libpng shared and static, a program over each: 5 units. Beside each row nix-build of the same source.");
        Row("cold, nothing known", ColdRounds, _ => Forget(bed.Cache));
        Row("cold, all compiles known", ColdRounds, _ => Forget(bed.Cache + "/units"));
        Row("nothing to do", options.Rounds, _ => { });
        Row("a comment in a file of libpng", EditRounds, edit => project.Edit("libpng/pngread.c", "#include \"pngpriv.h\"", $"/* {edit} */\n#include \"pngpriv.h\""));
        Row("a comment in zlib.h", EditRounds, edit => project.Edit("zlib/zlib.h", "#ifndef ZLIB_H", $"/* {edit} */\n#ifndef ZLIB_H"));
        Row("a function of libpng", EditRounds, edit => project.Edit("libpng/png.c", "return((png_uint_32)PNG_LIBPNG_VER);", $"return((png_uint_32)PNG_LIBPNG_VER + {edit});"));
        Row("a function of the program", EditRounds, edit => project.Edit("view/src/picture.c", "x + 3 * y", $"x + {3 + edit} * y"));
        Row("a flag of libpng, all compiles known", EditRounds, edit => project.Edit("units.nix", "-DPNG_TESTS=OFF", $"-DPNG_TESTS=OFF -DUNUSED={edit}"));
        Row("the flag as it was once, and as it is", EditRounds, edit => project.Edit("units.nix", "-DPNG_TESTS=OFF", $"-DPNG_TESTS=OFF -DUNUSED={1 + (edit % 2)}"));
        Row("all put back", 1, _ => project.PutBack());
        Console.Write(nix.Said());
        Console.WriteLine("Of another graph (some 925 units, one of them in C) these are known of bob, whose declarations larder takes too: cold 3.7 s, one file touched 1.3 s, nothing to do 0.02 s.");
    }

    /// <summary>Measures, shows, and holds the result of the last round against nix-build's.</summary>
    private void Row(string what, int rounds, Action<int> prepare)
    {
        double[] times = UnitsReport.Repeat(rounds, round =>
        {
            prepare(round);
            return build.Run().Value;
        });
        string[] deeds = [.. File.ReadAllLines(build.ErrorFile).Select(line => Deed().Match(line)).Where(match => match.Success)
            .Select(match => match.Groups["unit"].Value + (match.Groups["deed"].Value == "built in" ? "" : " (restored)"))];
        var theirs = nix.BuildAndCompare();
        UnitsReport.Say(what, times, string.Create(CultureInfo.InvariantCulture, $"nix-build {theirs / 1000,8:0.0} ms   {(deeds.Length == 0 ? "nothing built" : string.Join(", ", deeds))}"));
    }

    private static void Forget(string directory)
    {
        if (Directory.Exists(directory))
            UnitsBed.Remove(directory);
    }

    [GeneratedRegex(@"^\[\d+/\d+\] (?<unit>[^:]+): (?<deed>built in|built like this before)", RegexOptions.ExplicitCapture)]
    private static partial Regex Deed();
}
