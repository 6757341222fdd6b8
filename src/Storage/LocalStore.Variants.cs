using Larder.Posix;
using Larder.Storage.Manifests;

namespace Larder.Storage;

/// <content>Manifests that gain variants.</content>
public sealed partial class LocalStore
{
    /// <summary>
    /// How often a process asks for its turn among those that add variants below one directory, a millisecond apart. A turn takes a fraction of one, but
    /// whoever holds it may have to wait for a processor meanwhile, tens of them where more compile than there are processors. Who holds it for two seconds was
    /// stopped, and nobody's build waits for that.
    /// </summary>
    private const int TurnAttempts = 2000;

    /// <summary>
    /// Puts a variant first in a manifest, as it stands now: others may have added theirs while the compiler ran. All who do this at once take turns, each for a fraction
    /// of a millisecond. Where a turn can't be had (see <see cref="TakeTurn"/>), of two processes one may lose its variant, which is a miss later on and nothing worse.
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
            using FileDescriptor turn = TakeTurn(in key);
            EntryReadOutcome now = ReadEntry(EntryKind.Manifest, in key);
            return WriteEntry(EntryKind.Manifest, in key, ManifestWriter.Prepend(now.Payload.Span, in result, condition, inputs, replaced, texts), replace: true);
        }
    }

    /// <summary>
    /// The turn among processes, until it is closed: flock(2) on the directory of the manifest's shard, so that nothing is made for it and nothing is left by
    /// whoever dies. None (and one goes on without) where the file system is another host's too, where it can't be locked, or where the turn doesn't come in time.
    /// </summary>
    private FileDescriptor TakeTurn(in Digest key)
    {
        if (Options.ReadOnly || IsRemote)
            return FileDescriptor.None;
        PathText path = new(stackalloc byte[PathText.InlineRoom]);
        path.Append(_root);
        StoreLayout.AppendShard(ref path, StoreLayout.ShardOf(key));
        OpenFlags flags = OpenFlags.ReadOnly | OpenFlagsExtensions.Directory;
        int error = Place.Open(path.Bytes, flags, out FileDescriptor shard);
        if (error == Errno.NotFound && _publisher.MakeDirectory(path.Bytes) == Errno.None)
            error = Place.Open(path.Bytes, flags, out shard);
        if (error != Errno.None)
            return FileDescriptor.None;
        for (int attempt = 1; !shard.TryLockExclusive(out error); attempt++)
        {
            if (attempt == TurnAttempts || error != Errno.TryAgain)
            {
                shard.Dispose();
                return FileDescriptor.None;
            }

            Thread.Sleep(1);
        }

        return shard;
    }

    /// <summary>Made by whoever writes a manifest first; a hit needs none.</summary>
    private static class ManifestLocks
    {
        private static readonly Lock[] s_locks = [new(), new(), new(), new(), new(), new(), new(), new()];

        internal static Lock Of(in Digest key) => s_locks[StoreLayout.ShardOf(key) % s_locks.Length];
    }
}
