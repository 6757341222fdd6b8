using Larder.Caching.Failures;
using Larder.Caching.Neutral;
using Larder.Caching.Results;
using Larder.Compilers;
using Larder.Posix;
using Larder.Storage;

namespace Larder.Caching.Verification;

/// <summary>A hit that was found and not delivered: what would have been, and what led to it.</summary>
internal sealed class HeldHit
{
    private readonly Digest _key;
    private readonly FileStatus _status;
    private readonly List<(LocalStore Layer, Digest Key)> _manifests = [];

    private HeldHit(LocalStore layer, in Digest key, in FileStatus status, Counter counter, OutputSet outputs)
    {
        Layer = layer;
        _key = key;
        _status = status;
        Counter = counter;
        Outputs = outputs;
    }

    /// <summary>Where the result is.</summary>
    internal LocalStore Layer { get; }

    /// <summary>The result's key.</summary>
    internal ref readonly Digest Key => ref _key;

    /// <summary>What would have been counted.</summary>
    internal Counter Counter { get; }

    /// <summary>It was found by paths that count otherwise than they are spelled: another place's compile.</summary>
    internal bool IsNeutral { get; private init; }

    /// <summary>What would have been restored here, and said.</summary>
    internal OutputSet Outputs { get; }

    /// <summary>The manifests that led to the result; none for the preprocessor's text, which has it under a key of its own.</summary>
    internal IReadOnlyList<(LocalStore Layer, Digest Key)> Manifests => _manifests;

    /// <summary>Reads all that would be delivered. Null where nothing would be: something is missing, or damaged.</summary>
    internal static HeldHit? TryRead(StoredResult result, LocalStore layer, in Digest key, Compilation compilation, Counter counter, NeutralPaths? neutral)
    {
        bool isFailure = result.TryFind(ResultMemberKind.ExitStatus, out ResultMember status);
        if (isFailure && (!result.TryRead(in status, out ReadOnlyMemory<byte> number) || number.Span is not [FailureText.Status]))
            return null;
        List<(ResultMemberKind, ReadOnlyMemory<byte>)> members = [];
        foreach (ExpectedOutput output in ExpectedOutput.Of(compilation))
        {
            // A failing compile writes its dependency file at most.
            if (isFailure && !(output.Kind == ResultMemberKind.Dependency && result.TryFind(output.Kind, out _)))
                continue;
            if (!ResultDelivery.TryRead(result, in output, neutral, out ResultMember member, out ReadOnlyMemory<byte> content, out _))
                return null;
            if (member.Kind == output.Kind)
                members.Add((output.Kind, content));
        }

        foreach (ResultMemberKind stream in (ReadOnlySpan<ResultMemberKind>)[ResultMemberKind.StandardOutput, ResultMemberKind.StandardError])
        {
            if (!ResultDelivery.TryStream(result, stream, out ReadOnlyMemory<byte> said))
                return null;
            if (!said.IsEmpty)
                members.Add((stream, said));
        }

        ChildExit exit = isFailure ? new ChildExit(FailureText.Status, 0) : default;
        return new HeldHit(layer, in key, result.Status, isFailure ? Counter.FailedHit : counter, new OutputSet(exit, members)) { IsNeutral = neutral is not null };
    }

    /// <summary>Notes what led here.</summary>
    internal void AddManifest(LocalStore layer, in Digest key) => _manifests.Add((layer, key));

    /// <summary>It was of use: it ages as though it had been delivered.</summary>
    internal void Touch() => Layer.Touch(EntryKind.Result, in _key, in _status);

    /// <summary>Another look-up has led, in the same way, to the same.</summary>
    internal bool IsLike(HeldHit other) =>
        _key == other._key && Counter == other.Counter && _manifests.Count == other._manifests.Count
        && !_manifests.Exists(manifest => !other._manifests.Contains(manifest)) && Outputs.Compare(other.Outputs).Count == 0;
}
