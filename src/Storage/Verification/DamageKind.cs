namespace Larder.Storage;

/// <summary>What can be wrong with an entry.</summary>
public enum DamageKind
{
    /// <summary>Its bytes are not those that were stored: a checksum, a size or what it expands to is wrong.</summary>
    Damaged,

    /// <summary>A link, a directory, a pipe or the like has its name.</summary>
    NotRegular,

    /// <summary>It isn't believed: its owner is none of those whom the directory's mode lets store, or it has a set-id or sticky bit.</summary>
    Untrusted,

    /// <summary>It can't be read; that it is damaged isn't said.</summary>
    Unreadable,
}
