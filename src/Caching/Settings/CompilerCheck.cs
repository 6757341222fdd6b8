namespace Larder.Caching.Settings;

/// <summary>How a compiler is told from another.</summary>
public enum CompilerCheck
{
    /// <summary>By the digests of the files that make it up.</summary>
    Content,

    /// <summary>By their paths, sizes and times of modification.</summary>
    Mtime,

    /// <summary>By a text that the user answers for (<see cref="CacheSettings.CompilerCheckText"/>).</summary>
    Text,
}
