using Larder.Posix;

namespace Larder.Storage;

/// <summary>Walks over all entries of a store.</summary>
internal static class StoreWalk
{
    /// <summary>A write takes seconds at most; what is older in the temporary directory belongs to no one.</summary>
    private const long StaleSeconds = 3600;

    internal static StoreSize Scan(LocalStore store)
    {
        long bytes = 0;
        long files = 0;
        Visit(store, (ReadOnlySpan<byte> _, EntryKind _, in Digest _, in FileStatus status) =>
        {
            bytes += status.AllocatedBytes;
            files++;
        });
        return new StoreSize(bytes, files);
    }

    /// <summary>Shows every entry. Others may store and remove meanwhile, and so may the visitor.</summary>
    /// <param name="store">The store.</param>
    /// <param name="visitor">Is shown them.</param>
    /// <param name="progress">Told which share of them has been, from 0 to 1: keys are spread evenly over the shards.</param>
    internal static void Visit(LocalStore store, EntryVisitor visitor, IProgress<double>? progress = null)
    {
        PathText path = new(stackalloc byte[PathText.InlineRoom]);
        for (int shard = 0; shard < StoreLayout.ShardCount; shard++)
        {
            progress?.Report((double)shard / StoreLayout.ShardCount);
            int length = StartShard(ref path, store, shard);
            if (store.Place.List(path.Bytes, out DirectoryReader reader) != Errno.None)
                continue;
            using (reader)
            {
                while (reader.Read())
                {
                    if (!StoreLayout.TryParseEntryName(reader.Name, out EntryKind kind, out Digest key))
                        continue;
                    Enter(ref path, length, reader.Name);
                    if (FileSystem.LinkStat(path.Bytes, out FileStatus status) == Errno.None)
                        visitor(path.Bytes, kind, in key, in status);
                }
            }
        }
    }

    internal static ClearOutcome Clear(LocalStore store)
    {
        long bytes = 0;
        long files = 0;
        long remaining = 0;
        PathText path = new(stackalloc byte[PathText.InlineRoom]);
        for (int shard = 0; shard < StoreLayout.ShardCount; shard++)
        {
            int length = StartShard(ref path, store, shard);
            if (store.Place.List(path.Bytes, out DirectoryReader reader) != Errno.None)
                continue;
            using (reader)
            {
                while (reader.Read())
                {
                    if (!StoreLayout.TryParseEntryName(reader.Name, out _, out _))
                        continue;
                    Enter(ref path, length, reader.Name);
                    if (FileSystem.LinkStat(path.Bytes, out FileStatus status) != Errno.None)
                        continue;
                    if (!store.Options.ReadOnly && store.RemoveFile(path.Bytes, status.AllocatedBytes) == Errno.None)
                    {
                        bytes += status.AllocatedBytes;
                        files++;
                    }
                    else if (FileSystem.LinkStat(path.Bytes, out _) == Errno.None)
                    {
                        remaining++;
                    }
                }
            }
        }

        RemoveStaleTemporaries(store);
        return new ClearOutcome(files, bytes, remaining);
    }

    /// <summary>Removes what interrupted writers left in the temporary directory.</summary>
    internal static void RemoveStaleTemporaries(LocalStore store)
    {
        PathText path = new(stackalloc byte[PathText.InlineRoom]);
        path.Append(store.Root);
        path.Append(StoreLayout.Temporary);
        if (store.Options.ReadOnly || store.Place.List(path.Bytes, out DirectoryReader reader) != Errno.None)
            return;
        path.Append((byte)'/');
        int length = path.Bytes.Length;
        long now = Clock.FileTime.Seconds;
        using (reader)
        {
            while (reader.Read())
            {
                Enter(ref path, length, reader.Name);
                if (FileSystem.LinkStat(path.Bytes, out FileStatus status) == Errno.None
                    && now - status.Modified.Seconds > StaleSeconds)
                    reader.Unlink(reader.Name);
            }
        }
    }

    /// <summary>Makes the path that of a shard; what is returned is its length with a slash, for <see cref="Enter"/>.</summary>
    internal static int StartShard(scoped ref PathText path, LocalStore store, int shard)
    {
        path.CutTo(0);
        path.Append(store.Root);
        StoreLayout.AppendShard(ref path, shard);
        return path.Bytes.Length + 1;
    }

    /// <summary>Makes the path that of a name in the directory whose path, with a slash, has that length.</summary>
    internal static void Enter(scoped ref PathText path, int directoryLength, scoped ReadOnlySpan<byte> name)
    {
        path.CutTo(directoryLength - 1);
        path.Append((byte)'/');
        path.Append(name);
    }
}
