namespace Larder.Storage;

/// <summary>How opening a result ended.</summary>
/// <param name="State">Whether it was found.</param>
/// <param name="Result">The result, to be disposed; null unless found.</param>
/// <param name="Error">The error number, where <see cref="State"/> is <see cref="ReadState.Failed"/>.</param>
public readonly record struct ResultReadOutcome(ReadState State, StoredResult? Result, int Error)
{
    /// <summary>True where the result was found; its members are verified when they are read.</summary>
    [System.Diagnostics.CodeAnalysis.MemberNotNullWhen(true, nameof(Result))]
    public bool IsFound => State == ReadState.Found;

    /// <summary>True where a damaged entry was met, which the caller counts.</summary>
    public bool IsCorrupt => State == ReadState.Corrupt;
}
