namespace Larder.CommandLine.Units;

/// <summary>What "larder unit build" was asked for.</summary>
internal sealed record UnitBuildOptions
{
    /// <summary>Names, directories or .drv files; none: all units.</summary>
    internal required string[] Wanted { get; init; }

    /// <summary>How many processes at once; 0: as many as there are processors.</summary>
    internal required int Jobs { get; init; }

    internal required bool KeepsGoing { get; init; }

    internal required bool IsDryRun { get; init; }

    /// <summary>The link that is made to the first output; null: none.</summary>
    internal required string? OutLink { get; init; }

    internal required bool PrintsPaths { get; init; }

    internal required bool Watches { get; init; }

    internal required bool Registers { get; init; }
}
