using Larder.Caching.Results;
using Larder.Compilers;
using Larder.Posix;
using Larder.Storage;

namespace Larder.Caching.Failures;

/// <summary>Lets a compile fail as it did before: the same words and status, and the same files standing there, or gone.</summary>
internal static class FailureDelivery
{
    /// <summary>
    /// Null where anything is damaged, or stands or can't be written where the compile would then fail otherwise: the compiler runs, and whatever
    /// was done here already, it does again.
    /// </summary>
    internal static CacheOutcome? TryDeliver(StoredResult result, in ResultMember status, Compilation compilation)
    {
        if (!result.TryRead(in status, out ReadOnlyMemory<byte> number) || number.Span is not [FailureText.Status]
            || !ResultDelivery.TryStream(result, ResultMemberKind.StandardOutput, out ReadOnlyMemory<byte> output)
            || !ResultDelivery.TryStream(result, ResultMemberKind.StandardError, out ReadOnlyMemory<byte> error))
            return null;
        bool writesDependencies = result.TryFind(ResultMemberKind.Dependency, out ResultMember dependencies);
        if (writesDependencies && !result.TryRead(in dependencies, out _))
            return null;

        List<byte[]> removed = FailedOutputs.Removed(compilation, writesDependencies);
        foreach (byte[] path in removed)
        {
            if (!MayBeWritten(path))
                return null;
        }

        foreach (ExpectedOutput expected in ExpectedOutput.Of(compilation))
        {
            if (expected.Kind == ResultMemberKind.Dependency && writesDependencies
                && !ResultDelivery.TryWrite(result, in dependencies, expected, compilation.Family, expanded: null))
                return null;
        }

        foreach (byte[] path in removed)
        {
            if (!FailedOutputs.IsNowhere(path) && FileSystem.Unlink(path) is not (Errno.None or Errno.NotFound))
                return null;
        }

        return CacheOutcome.FailedHit(new ChildExit(FailureText.Status, 0), output, error);
    }

    /// <summary>
    /// The compiler tries its outputs' places before it reads a line, and has other things to say where it may not write there. A link, a
    /// directory, a pipe in the place are left to it.
    /// </summary>
    private static bool MayBeWritten(byte[] path)
    {
        if (FailedOutputs.IsNowhere(path))
            return true;
        int error = FileSystem.LinkStat(path, out FileStatus there);
        bool exists = error == Errno.None;
        if (exists ? !there.IsRegular : !Errno.SaysAbsent(error))
            return false;
        return (!exists || OutputWriter.IsWritable(path)) && OutputWriter.MayReplace(path);
    }
}
