namespace Larder.CommandLine.Reports.Data;

/// <summary>What kept calls from being hits, in so few kinds that each can have a colour.</summary>
internal enum CauseClass
{
    /// <summary>Nothing like it was known.</summary>
    New,

    /// <summary>A file that is read has changed.</summary>
    Text,

    /// <summary>The command, the environment or the compiler is another.</summary>
    Command,

    /// <summary>The entry was not in the cache any more, or never.</summary>
    Cache,

    /// <summary>It was no call for the cache, or what it made could not be stored.</summary>
    NotCached,
}
