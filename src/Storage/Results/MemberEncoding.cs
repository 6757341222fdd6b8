namespace Larder.Storage;

/// <summary>How content stands in an entry. Written to disk, never change.</summary>
public enum MemberEncoding : byte
{
    /// <summary>As it is.</summary>
    Raw = 0,

    /// <summary>One zstd frame.</summary>
    Zstandard = 1,
}
