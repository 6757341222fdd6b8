namespace Larder.Caching.Explaining;

/// <summary>What a look-up met that found nothing. Written to disk, never change.</summary>
public enum MissCause : byte
{
    /// <summary>There was no look-up, or it ended otherwise.</summary>
    None = 0,

    /// <summary>Nothing was known under the key.</summary>
    Unknown = 1,

    /// <summary>States of the files were known, and none of them holds.</summary>
    InputsDiffer = 2,

    /// <summary>A known state holds, and its result is gone.</summary>
    ResultGone = 3,

    /// <summary>An entry was damaged.</summary>
    Damaged = 4,

    /// <summary>Nothing was known under the text of the preprocessor.</summary>
    TextUnknown = 5,
}
