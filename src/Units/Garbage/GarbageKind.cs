namespace Larder.Units.Garbage;

/// <summary>What a collection may take.</summary>
internal enum GarbageKind
{
    /// <summary>All of a repository's units.</summary>
    Repository,
    View,
    Artifact,
    BuildDirectory,
    Evaluation,
    Log,
    Record,

    /// <summary>The mark of an out-link that is gone.</summary>
    Link,

    /// <summary>Contents that no artifact has.</summary>
    Objects,
}
