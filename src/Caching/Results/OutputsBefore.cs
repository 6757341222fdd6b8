using Larder.Caching.Inputs;
using Larder.Compilers;
using Larder.Posix;

namespace Larder.Caching.Results;

/// <summary>
/// What stood in the places of a compile's outputs before it ran. A file that is there afterwards as it was before was not written by the compile:
/// a name that a release of the compiler doesn't use, or a file that it leaves out, must not be taken for what an earlier one left.
/// </summary>
internal sealed class OutputsBefore
{
    private readonly List<(byte[] Path, FileStatus Status)> _there = [];

    /// <summary>Looks at each place. Called right before the compiler starts.</summary>
    internal static OutputsBefore Of(Compilation compilation)
    {
        OutputsBefore before = new();
        foreach (ExpectedOutput output in ExpectedOutput.Of(compilation))
        {
            if (FileSystem.Stat(output.Path, out FileStatus status) == Errno.None && status.IsRegular)
                before._there.Add((output.Path, status));
        }

        return before;
    }

    /// <summary>Whether the compile wrote a file that is there now; null where that can't be told.</summary>
    /// <param name="path">As the output is spelled.</param>
    /// <param name="now">Its status after the compile.</param>
    /// <param name="clock">From right before the compiler started.</param>
    internal bool? HasWritten(byte[] path, in FileStatus now, RacyClock clock)
    {
        foreach ((byte[] name, FileStatus status) in _there)
        {
            if (ReferenceEquals(name, path) || name.AsSpan().SequenceEqual(path))
                return !now.IsUnchangedFrom(in status) ? true : clock.IsRacy(in status) ? null : false;
        }

        return true;
    }
}
