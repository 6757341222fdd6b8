namespace Larder.Units.Replay.State;

/// <summary>What a replay does about what its build directory holds from before.</summary>
/// <param name="Wipe">Why nothing of it can be used; null: it can.</param>
/// <param name="Configure">What is done about the configure phase.</param>
/// <param name="Touched">Live sources (relative paths) that get the time of now.</param>
/// <param name="RemovesCompiled">Objects are made again.</param>
/// <param name="RemovesLinked">Programs and shared libraries are.</param>
internal sealed record BuildPlan(string? Wipe, ConfigureMode Configure, string[] Touched, bool RemovesCompiled, bool RemovesLinked)
{
    internal static BuildPlan Fresh(string why) => new(why, ConfigureMode.Fresh, [], RemovesCompiled: false, RemovesLinked: false);
}
