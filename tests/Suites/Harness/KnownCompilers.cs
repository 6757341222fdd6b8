namespace Larder.Suites.Harness;

/// <summary>
/// A cache in which nothing is stored but what is known of the compilers. Asking each of them takes as long as some ten
/// compiles, so suites that are not about that start from a copy.
/// </summary>
internal static class KnownCompilers
{
    private const string Prefix = "larder-suite-compilers-";

    private static readonly Lazy<string> Template = new(Make);

    /// <summary>Makes the workspace's cache such a one.</summary>
    internal static void Bring(Workspace work) => Bring(work, work.Cache);

    /// <summary>Makes another directory such a one.</summary>
    internal static void Bring(Workspace work, string cache) => work.Run("cp", ["-a", Template.Value, cache]).Succeeded();

    /// <summary>The runner may kill the process that made one, so the next one clears up.</summary>
    private static void RemoveStale()
    {
        foreach (string stale in Directory.GetDirectories(Path.GetTempPath(), Prefix + "*"))
        {
            if (!Directory.Exists("/proc/" + Path.GetFileName(stale)[Prefix.Length..]))
                Directory.Delete(stale, recursive: true);
        }
    }

    private static string Make()
    {
        RemoveStale();
        using Workspace work = new();
        foreach (string compiler in (string[])["gcc", "g++", "clang", "clang++", Path.GetFileName(Modules.ModuleProject.ClangPath)])
        {
            if (compiler.Contains('-', StringComparison.Ordinal) && !File.Exists(Modules.ModuleProject.ClangPath))
                continue;
            string source = compiler.Contains("++", StringComparison.Ordinal) ? "x.cc" : "x.c";
            work.Write(source, "int larder_asks_who_you_are;\n");
            work.Larder(compiler, "-c", source, "-o", "x.o").Succeeded();
        }

        work.ZeroCounters();
        string template = Path.Combine(Path.GetTempPath(), Prefix + Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Directory.Move(work.Cache, template);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(template, recursive: true);
        return template;
    }
}
