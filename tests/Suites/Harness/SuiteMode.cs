namespace Larder.Suites.Harness;

/// <summary>
/// How the suites reach the cache, by LARDER_SUITES: in process (where it isn't set), through a daemon ("daemon"), through one that is killed
/// and started again all the time ("killed"), or in process with every hit verified ("verified"). What they demand is the same.
/// </summary>
internal static class SuiteMode
{
    private static readonly string Mode = Environment.GetEnvironmentVariable("LARDER_SUITES") switch
    {
        null or "" => "in process",
        "daemon" => "daemon",
        "killed" => "killed",
        "verified" => "verified",
        var other => throw new InvalidOperationException($"LARDER_SUITES is '{other}'; daemon, killed, verified or nothing would be right"),
    };

    internal static bool IsInProcess => Mode is "in process" or "verified";

    /// <summary>Each hit is compiled besides: one that would have given something else than the compiler fails the test.</summary>
    internal static bool IsVerified => Mode == "verified";

    internal static bool IsKilled => Mode == "killed";
}
