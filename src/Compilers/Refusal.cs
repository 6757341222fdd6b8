using System.Text;

namespace Larder.Compilers;

/// <summary>A command line that is not for the cache: run the compiler as it was called, and count the reason.</summary>
public sealed class Refusal : ParseOutcome
{
    internal Refusal(RefusalReason reason, byte[] detail)
    {
        Reason = reason;
        Detail = detail;
    }

    /// <summary>Why; a statistics counter of its own.</summary>
    public RefusalReason Reason { get; }

    /// <summary>The option or the file that the reason is about, as spelled; empty when it is about the whole line.</summary>
    public byte[] Detail { get; }

    /// <summary>The commands that the line consists of, where that is provable; else null.</summary>
    public SplitCommand? Split { get; internal init; }

    /// <inheritdoc/>
    public override string ToString() =>
        Encoding.UTF8.GetString(RefusalReasons.Name(Reason)) + (Detail.Length == 0 ? "" : ": " + Encoding.UTF8.GetString(Detail));
}
