namespace Larder.Storage.Manifests;

/// <summary>How results are found under a manifest key. Written to disk, never change.</summary>
public enum ManifestMode : byte
{
    /// <summary>By the variants.</summary>
    Direct = 0,

    /// <summary>By the preprocessor's output: what the source reads can't be told from its text (a computed include, …).</summary>
    Preprocessor = 1,
}
