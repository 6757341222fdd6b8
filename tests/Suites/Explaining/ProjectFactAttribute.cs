namespace Larder.Suites.Explaining;

/// <summary>A test on Lua's sources, which ./dev test takes from the distribution: skipped, and reported so, where they couldn't be had.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ProjectFactAttribute : FactAttribute
{
    public ProjectFactAttribute() => Skip = Source is { } path && Directory.Exists(path) ? null : "needs the source package lua5.4 (./dev test fetches it)";

    /// <summary>Where they are.</summary>
    internal static string? Source => Environment.GetEnvironmentVariable("LARDER_LUA_SOURCE");
}
