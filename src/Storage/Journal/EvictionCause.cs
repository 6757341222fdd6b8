namespace Larder.Storage;

/// <summary>Why entries were removed. Written to disk, never change.</summary>
public enum EvictionCause : byte
{
    /// <summary>To keep the limits of size or number.</summary>
    Limits = 1,

    /// <summary>Nobody had used them for longer than <c>max_age</c>, or than was asked for.</summary>
    Age = 2,

    /// <summary>They were chosen: by namespace, or by what leads to them.</summary>
    Chosen = 3,

    /// <summary>Everything was removed.</summary>
    Cleared = 4,
}
