namespace Larder.Storage.Manifests;

/// <summary>For which callers a variant's diagnostics are right. Written to disk, never change.</summary>
public enum StreamCondition : byte
{
    /// <summary>There are none: right for everyone.</summary>
    Any = 0,

    /// <summary>Right where the caller would have got no colours.</summary>
    Plain = 1,

    /// <summary>Right where the caller would have got colours.</summary>
    Coloured = 2,
}
