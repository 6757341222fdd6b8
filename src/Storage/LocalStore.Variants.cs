using Larder.Storage.Manifests;

namespace Larder.Storage;

/// <content>Manifests that gain variants.</content>
public sealed partial class LocalStore
{
    /// <summary>
    /// Puts a variant first in a manifest, as it stands now: others may have added theirs while the compiler ran. Threads of one process wait for each other, for a
    /// fraction of a millisecond; of two processes that do this in the same moment one loses its variant, which is a miss later on and nothing worse.
    /// </summary>
    /// <param name="key">The manifest.</param>
    /// <param name="result">Where the variant leads.</param>
    /// <param name="condition">For whom its diagnostics are right.</param>
    /// <param name="inputs">Its inputs.</param>
    /// <param name="replaced">A variant that goes for this one; default for none.</param>
    /// <param name="texts">Members that the result lacks.</param>
    public WriteOutcome AddVariant(
        in Digest key, in Digest result, StreamCondition condition, ReadOnlySpan<byte> inputs, ManifestVariant replaced = default,
        IReadOnlyList<(ResultMemberKind Kind, byte[] Bytes)>? texts = null)
    {
        lock (ManifestLocks.Of(in key))
        {
            EntryReadOutcome now = ReadEntry(EntryKind.Manifest, in key);
            return WriteEntry(EntryKind.Manifest, in key, ManifestWriter.Prepend(now.Payload.Span, in result, condition, inputs, replaced, texts), replace: true);
        }
    }

    /// <summary>Made by whoever writes a manifest first; a hit needs none.</summary>
    private static class ManifestLocks
    {
        private static readonly Lock[] s_locks = [new(), new(), new(), new(), new(), new(), new(), new()];

        internal static Lock Of(in Digest key) => s_locks[StoreLayout.ShardOf(key) % s_locks.Length];
    }
}
