using System.Globalization;
using Larder.Bench.Measuring;

namespace Larder.Bench.Units;

/// <summary>`./dev bench units`: what larder itself costs in builds of many units.</summary>
internal static class UnitsRun
{
    internal static int Run(UnitsOptions options)
    {
        var root = Path.GetFullPath(options.Output);
        if (Directory.Exists(root))
            Clear(root);
        try
        {
            Directory.CreateDirectory(root + "/conf");
            File.WriteAllText(root + "/conf/nix.conf", "build-users-group =\nsandbox = false\nsubstitute = false\nbuilders =\n");
            var repository = root + "/repository";
            GraphGenerator.Write(repository, options.Units);
            Measure(options, root, repository);
            return 0;
        }
        finally
        {
            Clear(root);
        }
    }

    private static void Measure(UnitsOptions options, string root, string repository)
    {
        var environment = Environment(root);
        using var build = new Command([options.Larder, "unit", "build"], environment, repository, root + "/output");
        Say(options, "cold, with the evaluation", [build.Run().Value]);
        Say(options, "nothing to do", Repeat(options.Rounds, () => build.Run().Value));

        // A unit of the first layer: a third of the graph lies behind it.
        var leaf = Path.Join(repository, GraphGenerator.Source(0), "part0.txt");
        var edits = 0;
        Say(options, "a comment of one unit edited", Repeat(options.Rounds, () =>
        {
            File.WriteAllText(leaf, string.Create(CultureInfo.InvariantCulture, $"# comment {++edits}\nunit 0 part 0\n"));
            return build.Run().Value;
        }));
        Say(options, "one unit edited", Repeat(3, () =>
        {
            File.WriteAllText(leaf, string.Create(CultureInfo.InvariantCulture, $"# a comment\nunit 0 part 0 edit {++edits}\n"));
            return build.Run().Value;
        }));
        File.WriteAllText(leaf, "# a comment\nunit 0 part 0\n");
        Say(options, "put back", [build.Run().Value]);
        Console.WriteLine(File.ReadAllText(build.ErrorFile).TrimEnd().Split('\n')[^1]);
    }

    private static double[] Repeat(int rounds, Func<double> measure) => [.. Enumerable.Range(0, rounds).Select(_ => measure())];

    private static void Say(UnitsOptions options, string what, double[] microseconds)
    {
        var spread = Spread.Of(microseconds);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{options.Units} units, {what,-30} {spread.Median / 1000,10:0.0} ms   {spread.LowerQuartile / 1000:0.0} .. {spread.UpperQuartile / 1000:0.0} ms"));
    }

    private static Dictionary<string, string> Environment(string root) => new(StringComparer.Ordinal)
    {
        ["PATH"] = "/usr/bin:/bin",
        ["HOME"] = root + "/home",
        ["LARDER_DIR"] = root + "/cache",
        ["LARDER_NO_DAEMON"] = "1",
        ["NIX_STORE_DIR"] = root + "/store",
        ["NIX_STATE_DIR"] = root + "/var",
        ["NIX_LOG_DIR"] = root + "/log",
        ["NIX_CONF_DIR"] = root + "/conf",
        ["NIX_REMOTE"] = "local",
    };

    /// <summary>A Nix store's files and directories are read-only.</summary>
    private static void Clear(string root)
    {
        System.Diagnostics.Process.Start("chmod", ["-R", "u+w", root]).WaitForExit();
        Directory.Delete(root, recursive: true);
    }
}
