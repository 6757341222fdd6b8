namespace Larder.Suites.Harness;

/// <summary>
/// A cache in which nothing is stored but what is known of the compilers. Asking each of them takes as long as some ten
/// compiles, so suites that are not about that start from a copy.
/// </summary>
internal static class KnownCompilers
{
    private static readonly Lazy<string> Template = new(Make);

    /// <summary>Makes the workspace's cache such a one.</summary>
    internal static void Bring(Workspace work) => work.Run("cp", ["-a", Template.Value, work.Cache]).Succeeded();

    private static string Make()
    {
        using Workspace work = new();
        foreach (string compiler in (string[])["gcc", "g++", "clang", "clang++"])
        {
            string source = compiler.EndsWith("++", StringComparison.Ordinal) ? "x.cc" : "x.c";
            work.Write(source, "int larder_asks_who_you_are;\n");
            work.Larder(compiler, "-c", source, "-o", "x.o").Succeeded();
        }

        work.ZeroCounters();
        string template = Path.Combine(Path.GetTempPath(), "larder-suite-compilers-" + Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Directory.Move(work.Cache, template);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(template, recursive: true);
        return template;
    }
}
