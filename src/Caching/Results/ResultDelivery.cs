using Larder.Caching.Failures;
using Larder.Caching.Neutral;
using Larder.Compilers;
using Larder.Posix;
using Larder.Storage;

namespace Larder.Caching.Results;

/// <summary>Puts a stored result where the compile would have put it.</summary>
internal static class ResultDelivery
{
    /// <summary>
    /// Writes every file. All content is read and verified before the first is touched. Null where anything is missing,
    /// damaged or can't be written: the compiler then runs as if nothing had been found.
    /// </summary>
    internal static CacheOutcome? TryDeliver(StoredResult result, Compilation compilation, Counter hit, NeutralPaths? neutral)
    {
        if (result.TryFind(ResultMemberKind.ExitStatus, out ResultMember status))
            return FailureDelivery.TryDeliver(result, in status, compilation);
        List<ExpectedOutput> outputs = ExpectedOutput.Of(compilation);
        Dictionary<ResultMemberKind, ReadOnlyMemory<byte>>? expanded = null;
        foreach (ExpectedOutput output in outputs)
        {
            if (!TryRead(result, in output, neutral, out ResultMember member, out ReadOnlyMemory<byte> content, out bool isExpanded))
                return null;
            if (isExpanded)
                (expanded ??= []).Add(member.Kind, content);
        }

        if (!TryStream(result, ResultMemberKind.StandardOutput, out ReadOnlyMemory<byte> standardOutput)
            || !TryStream(result, ResultMemberKind.StandardError, out ReadOnlyMemory<byte> standardError))
            return null;

        // The main output last, as the compilers have it: it is never older than its dependency file.
        for (int i = outputs.Count - 1; i >= 0; i--)
        {
            if (result.TryFind(outputs[i].Kind, out ResultMember member) && !TryWrite(result, in member, outputs[i], compilation.Family, expanded))
                return null;
        }

        return CacheOutcome.Hit(hit, standardOutput, standardError);
    }

    /// <summary>Reads one output, as it is written here. False where it is damaged, or is missing and may not be.</summary>
    /// <param name="result">What was found.</param>
    /// <param name="output">The output.</param>
    /// <param name="neutral">How the result's paths are spelled, where that is otherwise than in this request.</param>
    /// <param name="member">The member that it is; of another kind where the compiler left it out.</param>
    /// <param name="content">Its bytes.</param>
    /// <param name="isExpanded">They aren't those that are stored.</param>
    internal static bool TryRead(
        StoredResult result, in ExpectedOutput output, NeutralPaths? neutral, out ResultMember member, out ReadOnlyMemory<byte> content, out bool isExpanded)
    {
        content = default;
        isExpanded = false;
        if (!result.TryFind(output.Kind, out member))
            return !output.IsRequired;
        if (!result.TryRead(in member, out content))
            return false;
        isExpanded = neutral is not null && neutral.Expands(member.Kind);
        if (!isExpanded)
            return true;
        if (neutral!.ExpandOutput(content) is not { } written)
            return false;
        content = written;
        return true;
    }

    internal static bool TryWrite(StoredResult result, in ResultMember member, in ExpectedOutput output, CompilerFamily family, Dictionary<ResultMemberKind, ReadOnlyMemory<byte>>? expanded)
    {
        // gcc makes the directories of a module's file, and takes away what has its name.
        if (member.Kind == ResultMemberKind.ModuleInterface && family == CompilerFamily.Gcc)
        {
            const uint DirectoryMode = 0x1FF; // 0777
            if (ByteString.DirectoryPrefix(output.Path) is { Length: > 1 } directory)
                FileSystem.MakeDirectories(directory[..^1], DirectoryMode);
            FileSystem.Unlink(output.Path);
        }

        if (OutputWriter.Open(output.Path, output.Replaces, family, out OutputWriter writer) != Errno.None)
            return false;
        if (expanded is not null && expanded.TryGetValue(member.Kind, out ReadOnlyMemory<byte> content))
        {
            if (writer.File.WriteAll(content.Span) == Errno.None)
                return writer.Commit() == Errno.None;
            writer.Abandon();
            return false;
        }

        if (result.WriteTo(in member, writer.File, mayClone: writer.IsNew).IsDelivered)
            return writer.Commit() == Errno.None;
        writer.Abandon();
        return false;
    }

    internal static bool TryStream(StoredResult result, ResultMemberKind kind, out ReadOnlyMemory<byte> content)
    {
        content = default;
        return !result.TryFind(kind, out ResultMember member) || result.TryRead(in member, out content);
    }
}
