using Larder.Nix.Sandbox.Tests.Harness;

namespace Larder.Nix.Sandbox.Tests;

/// <summary>
/// Linux, in the smallest configuration, built twice as nixpkgs builds kernels: <c>CC</c> is the launcher, without a wrapper, and
/// <c>HOSTCC</c> the wrapper.
/// </summary>
public sealed class KernelTests : SandboxSuite
{
    /// <summary>What is compiled a moment after a header of it was generated is not stored: there are very few.</summary>
    private const int MostOthers = 4;

    private const int LeastCompiles = 300;

    [LongNixFact]
    public void Almost_all_of_a_kernel_hits()
    {
        string sources = Path.Combine(SourceTree.Root, "out", "sources", "linux");
        Assert.True(Directory.Exists(sources), "no source of Linux in out/sources/linux: ./dev test --long fetches it");
        string archive = Directory.EnumerateFiles(sources, "linux_*.orig.tar.xz").Order(StringComparer.Ordinal).Last();
        Set("project", "linux");
        Set("source", archive);
        Build();
        Cache.ClearLog();
        Build();

        // Option probes with a text on standard input are no compiles either.
        string[] reasons = [.. Cache.CompileReasons().Where(reason => reason != "input_from_stdin")];
        string[] others = [.. reasons.Where(reason => reason is not "direct_hit" and not "preprocessed_hit")];
        Assert.True(
            reasons.Length > LeastCompiles && others.Length <= MostOthers,
            $"{reasons.Length} compiles; no hits: {string.Join(' ', others.GroupBy(reason => reason).Select(same => $"{same.Key}={same.Count()}"))}");
        CompareWithoutLarder();
    }
}
