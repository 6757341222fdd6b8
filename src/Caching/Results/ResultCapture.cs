using Larder.Compilers;
using Larder.Posix;
using Larder.Storage;

namespace Larder.Caching.Results;

/// <summary>
/// Takes what a compile has just written into memory, before its caller sees the exit: later steps of a build (strip, objtool)
/// edit objects in place.
/// </summary>
internal static class ResultCapture
{
    /// <summary>Larger outputs aren't kept: reading them back would cost more than it is likely to save.</summary>
    private const long MaxOutputSize = 512 * 1024 * 1024;

    /// <summary>Null, and the reason, where an output can't be read back for certain.</summary>
    internal static ResultBuilder? Take(Compilation compilation, byte[] standardOutput, byte[] standardError, out Counter reason)
    {
        ResultBuilder builder = new();
        reason = Counter.None;
        foreach (ExpectedOutput output in ExpectedOutput.Of(compilation))
        {
            int error = FileSystem.Stat(output.Path, out FileStatus before);
            if (Errno.SaysAbsent(error) && !output.IsRequired)
                continue;
            if (error != Errno.None || !before.IsRegular)
            {
                reason = error != Errno.None ? Counter.MissingOutput : Counter.UnsupportedOutput;
                return null;
            }

            byte[]? content = FileSystem.ReadAll(output.Path, out _, MaxOutputSize);
            if (content is null || FileSystem.Stat(output.Path, out FileStatus after) != Errno.None || !after.IsUnchangedFrom(in before))
            {
                reason = before.Size > MaxOutputSize ? Counter.ResultTooLarge : Counter.MissingOutput;
                return null;
            }

            builder.Add(output.Kind, content);
        }

        if (standardOutput.Length > 0)
            builder.Add(ResultMemberKind.StandardOutput, standardOutput);
        if (standardError.Length > 0)
            builder.Add(ResultMemberKind.StandardError, standardError);
        return builder;
    }
}
