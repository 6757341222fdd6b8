using Larder.Caching.Results;
using Larder.Caching.Running;
using Larder.Compilers;
using Larder.Posix;
using Larder.Storage;

namespace Larder.Caching.Verification;

/// <summary>All that comes of a compile: how it ends, its files, and what it says.</summary>
/// <param name="Exit">How it ends.</param>
/// <param name="Members">The files and streams, each kind once; empty streams aren't among them.</param>
internal sealed record OutputSet(ChildExit Exit, IReadOnlyList<(ResultMemberKind Kind, ReadOnlyMemory<byte> Bytes)> Members)
{
    /// <summary>What has just been compiled.</summary>
    /// <param name="compilation">The compile.</param>
    /// <param name="finished">The same, run.</param>
    /// <param name="captured">Its outputs, as they would be stored; null where they can't be had for certain.</param>
    /// <param name="reason">Why they can't.</param>
    internal static OutputSet Of(Compilation compilation, FinishedCompile finished, out ResultBuilder? captured, out Counter reason)
    {
        captured = ResultCapture.Take(compilation, finished, out reason);
        List<(ResultMemberKind, ReadOnlyMemory<byte>)> members = [];
        foreach ((ResultMemberKind kind, ReadOnlyMemory<byte> bytes) in captured is null ? default : captured.Members)
        {
            if (kind is not (ResultMemberKind.Nothing or ResultMemberKind.StandardOutput or ResultMemberKind.StandardError))
                members.Add((kind, bytes));
        }

        if (finished.Output.Length > 0)
            members.Add((ResultMemberKind.StandardOutput, finished.Output));
        if (finished.Diagnostics.Length > 0)
            members.Add((ResultMemberKind.StandardError, finished.Diagnostics));

        return new OutputSet(finished.Exit, members);
    }

    /// <summary>In what this one and another differ, how they end being one of the things that can.</summary>
    internal List<OutputMismatch> Compare(OutputSet other)
    {
        List<OutputMismatch> differences = [];
        if (Exit != other.Exit)
            differences.Add(new OutputMismatch(ResultMemberKind.ExitStatus, null, null));
        foreach ((ResultMemberKind kind, ReadOnlyMemory<byte> bytes) in Members)
        {
            byte[]? compared = other.Find(kind);
            if (!bytes.Span.SequenceEqual(compared) || compared is null)
                differences.Add(new OutputMismatch(kind, bytes.ToArray(), compared));
        }

        foreach ((ResultMemberKind kind, ReadOnlyMemory<byte> bytes) in other.Members)
        {
            if (Find(kind) is null)
                differences.Add(new OutputMismatch(kind, null, bytes.ToArray()));
        }

        return differences;
    }

    private byte[]? Find(ResultMemberKind kind)
    {
        foreach ((ResultMemberKind other, ReadOnlyMemory<byte> bytes) in Members)
        {
            if (other == kind)
                return bytes.ToArray();
        }

        return null;
    }
}
