namespace Larder.CommandLine.Tests.Reports;

/// <summary>A test that compiles through the real program: the one that LARDER_UNDER_TEST names. Skipped, and reported so with the reason, where none is named, or another program is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ShimFactAttribute : FactAttribute
{
    /// <param name="programs">Paths of what is needed besides.</param>
    public ShimFactAttribute(params string[] programs)
    {
        if (Array.Find(programs, static program => !File.Exists(program)) is { } missing)
            Skip = $"needs {missing}";
        else if (!File.Exists(ReportedBuild.Larder))
            Skip = "needs LARDER_UNDER_TEST, the path of larder";
    }
}
