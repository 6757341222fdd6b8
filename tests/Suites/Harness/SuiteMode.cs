namespace Larder.Suites.Harness;

/// <summary>
/// How the suites reach the cache, by LARDER_SUITES: in process (where it isn't set), through a daemon ("daemon"), or through one that is killed
/// and started again all the time ("killed"). What they demand is the same.
/// </summary>
internal static class SuiteMode
{
    private static readonly string Mode = Environment.GetEnvironmentVariable("LARDER_SUITES") switch
    {
        null or "" => "in process",
        "daemon" => "daemon",
        "killed" => "killed",
        var other => throw new InvalidOperationException($"LARDER_SUITES is '{other}'; daemon, killed or nothing would be right"),
    };

    internal static bool IsInProcess => Mode == "in process";

    internal static bool IsKilled => Mode == "killed";
}
