using Larder.Caching.Direct;
using Larder.Caching.Running;
using Larder.Compilers;
using Larder.Posix;

namespace Larder.Caching.Failures;

/// <summary>What a compile read that failed. Its own list is whole only where the compiler came to the end of the text.</summary>
internal static class FailedIncludes
{
    /// <summary>Whether it is worth knowing: the failure could be stored.</summary>
    internal static bool MayBeKept(Invocation invocation, Compilation compilation, in ChildExit exit, ReadOnlySpan<byte> diagnostics, out FailureText failure)
    {
        failure = invocation.Settings.CacheFailures && compilation.Modules is null && FailedOutputs.AreUnderstood(compilation) ? FailureText.Of(exit, diagnostics) : default;
        return failure.IsOfSource;
    }

    /// <summary>Lists what was read, up to the header that was missing. False where that can't be told for certain.</summary>
    internal static bool TryRead(
        IncludeSource source, Invocation invocation, Compilation compilation, FailureText failure, CompilerRun run, List<byte[]> headers)
    {
        switch (source)
        {
            case IncludeSource.None:
                return true;
            case IncludeSource.HeaderFile:
                // clang tells of each header as it opens it.
                IncludeSources.ReadLines(run.Headers, headers);
                return !compilation.PrintsHeaders;
            case IncludeSource.DependencyVariable when failure.Missing is null:
                // gcc lists after the last line, errors or not (c_common_finish), and says nothing where it doesn't come so far.
                return DependencyRule.TryRead(run.Headers, headers);
            default:
                return TryList(invocation, compilation, failure.Missing, headers);
        }
    }

    /// <summary>
    /// Has the preprocessor list what there is, as though missing headers were yet to be made (-MG). Up to the first one that is missing, it
    /// reads what the compile read; there the compile ended.
    /// </summary>
    private static bool TryList(Invocation invocation, Compilation compilation, byte[]? missing, List<byte[]> headers)
    {
        List<byte[]> words = PreprocessorWords.Of(invocation, compilation, "-M"u8);
        words.Insert(1, "-MG"u8.ToArray());

        // An #error makes it fail too, behind a list that is whole: there is none where it didn't come to the end of the text.
        if (CapturedRun.Of(invocation.Compiler, [.. words], invocation.Environment.With("LARDER_DISABLE=1"u8.ToArray())) is not
                { Exit: { Status: 0 or FailureText.Status, Signal: 0 } } listing
            || !DependencyRule.TryRead(listing.Output, headers))
            return false;
        int end = headers.FindIndex(static header => FileSystem.Stat(header, out _) != Errno.None);
        if (missing is null)
            return end < 0;
        if (end < 0 || !headers[end].AsSpan().SequenceEqual(missing))
            return false;
        headers.RemoveRange(end, headers.Count - end);
        return true;
    }
}
