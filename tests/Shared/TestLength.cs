namespace Larder.Testing;

/// <summary>How much tests do that could go on for ever.</summary>
internal static class TestLength
{
    /// <summary>Set by <c>./dev test --long</c>.</summary>
    internal static bool IsLong => Environment.GetEnvironmentVariable("LARDER_LONG") == "1";

    internal static int Choose(int brief, int full) => IsLong ? full : brief;
}
