namespace Larder.Nix.Sandbox.Tests.Harness;

/// <summary>Whether builds that take many minutes are made too.</summary>
internal static class TestLength
{
    /// <summary>Set by <c>./dev test --long</c>.</summary>
    internal static bool IsLong => Environment.GetEnvironmentVariable("LARDER_LONG") == "1";
}
