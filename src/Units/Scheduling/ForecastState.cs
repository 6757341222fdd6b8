namespace Larder.Units.Scheduling;

/// <summary>What a build would do with a node.</summary>
internal enum ForecastState
{
    /// <summary>Nothing: its view holds the right artifact.</summary>
    Current,

    /// <summary>Select an artifact that exists.</summary>
    Restorable,

    /// <summary>Run its phases.</summary>
    ToBuild,

    /// <summary>That depends on what comes of a dependency that is to be built.</summary>
    Undecided,
}
