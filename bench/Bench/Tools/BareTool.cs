namespace Larder.Bench.Tools;

/// <summary>The compiler alone: what the others are compared with.</summary>
internal sealed class BareTool(Workspace workspace) : Tool("bare", workspace)
{
    internal override string[] Launcher => [];

    internal override CacheCounts Counts() => default;

    protected override void UseCache(string directory)
    {
    }
}
