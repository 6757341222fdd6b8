namespace Larder.Storage;

/// <summary>How far an archive was written or read.</summary>
public enum ArchiveState
{
    /// <summary>To its end.</summary>
    Whole,

    /// <summary>It is none of this version.</summary>
    Foreign,

    /// <summary>It ends before its end, or what follows makes no sense.</summary>
    CutOff,

    /// <summary>Reading or writing failed.</summary>
    Failed,
}
