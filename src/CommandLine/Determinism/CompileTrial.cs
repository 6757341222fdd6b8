using Larder.Posix;

namespace Larder.CommandLine.Determinism;

/// <summary>One run of a compiler, and all that came of it.</summary>
/// <param name="Exit">How it ended.</param>
/// <param name="Said">What it wrote to standard output, then to standard error.</param>
/// <param name="Outputs">The files that it wrote, by path; null: it wrote none there.</param>
internal sealed record CompileTrial(ChildExit Exit, byte[] Said, (byte[] Path, byte[]? Content)[] Outputs)
{
    /// <summary>The same came of another run.</summary>
    internal bool IsLike(CompileTrial other)
    {
        if (Exit != other.Exit || !Said.AsSpan().SequenceEqual(other.Said) || Outputs.Length != other.Outputs.Length)
            return false;
        for (int i = 0; i < Outputs.Length; i++)
        {
            if ((Outputs[i].Content is null) != (other.Outputs[i].Content is null) || !Outputs[i].Content.AsSpan().SequenceEqual(other.Outputs[i].Content))
                return false;
        }

        return true;
    }
}
