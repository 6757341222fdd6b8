namespace Larder.Bench.Units;

/// <summary>What `./dev bench units` measures.</summary>
[Flags]
internal enum UnitsParts
{
    /// <summary>A generated graph.</summary>
    Graph = 1,

    /// <summary>zlib, libpng and a program.</summary>
    Project = 2,

    All = Graph | Project,
}
