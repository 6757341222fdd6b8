namespace Larder.Caching.Settings;

/// <summary>What a daemon of several users gives a user beside that user's own entries.</summary>
public enum EntrySharing
{
    /// <summary>"none": nothing.</summary>
    None,

    /// <summary>"read": what the daemon's own user stored.</summary>
    Read,

    /// <summary>"all": that, and what other users stored, who are trusted then as compilers are.</summary>
    All,
}
