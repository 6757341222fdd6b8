using Larder.Bench.Measuring;

namespace Larder.Bench.Scale;

/// <summary>`./dev bench scale`: how larder does with caches of many entries, and beside ccache where limits matter.</summary>
internal static class ScaleRun
{
    internal static int Run(ScaleOptions options)
    {
        var load = Program.MachineLoad();
        var workspace = new Workspace(Path.Join(options.Output, "work"));
        try
        {
            var points = options.Parts is "curves" or "all" ? CurveRun.Measure(options, workspace, Say) : [];
            var peers = options.Parts is "peers" or "all" ? PeerRun.Measure(options, workspace, Say) : [];
            ScaleReport.Write(options, load, points, peers, CcacheVersion(workspace));
            Console.WriteLine($"written: {Path.Join(options.Documents, "scale.md")}");
            return 0;
        }
        finally
        {
            // Millions of files that nobody looks for.
            Directory.Delete(workspace.Root, recursive: true);
        }
    }

    private static void Say(string what) => Console.WriteLine($"{DateTime.Now:HH:mm:ss} {what}");

    private static string CcacheVersion(Workspace workspace)
    {
        if (workspace.Find("ccache") is not { } ccache)
            return "";
        using var command = new Command([ccache, "--version"], workspace.Environment, workspace.Root, workspace.OutputFile);
        command.Run();
        return File.ReadLines(workspace.OutputFile).First();
    }
}
