using Larder.Caching;
using Larder.Caching.Settings;
using Larder.Daemon.Messages;
using Larder.Daemon.Storing;
using Larder.Posix;
using Larder.Storage;

namespace Larder.Daemon.Compiles;

/// <summary>The one cache directory that this daemon serves, with what it holds of it in memory; and which clients it can serve.</summary>
internal sealed class ServedCache : IDisposable
{
    /// <summary>An eighth of the memory goes to facts about files; each takes about 130 bytes in its tables.</summary>
    private const int FactPart = 8;

    private const int BytesPerFact = 130;

    private readonly Janitor? _janitor;
    private readonly byte[] _directory;
    private readonly ulong _mountNamespace;
    private readonly ulong _rootDevice;
    private readonly ulong _rootInode;

    internal ServedCache(CacheSettings settings, long memoryLimit, Janitor? janitor = null)
    {
        _janitor = janitor;
        _directory = settings.Directory;
        long facts = memoryLimit / FactPart;
        Entries = new EntryMemory(memoryLimit - facts);
        Digests = new DigestMemory(new LocalStore(settings.StoreOptions()), (int)Math.Clamp(facts / BytesPerFact, 1, int.MaxValue));
        Settings = settings;
        (_mountNamespace, _rootDevice, _rootInode) = PathWorld.OfThisProcess();
    }

    /// <summary>The daemon's own settings; a request's may differ in all but the directory.</summary>
    internal CacheSettings Settings { get; }

    internal EntryMemory Entries { get; }

    internal DigestMemory Digests { get; }

    /// <summary>The cache directory.</summary>
    internal ReadOnlySpan<byte> Directory => _directory;

    /// <summary>Whether a client's paths lead where ours do.</summary>
    internal bool SharesPaths(ulong mountNamespace, ulong rootDevice, ulong rootInode) =>
        mountNamespace == _mountNamespace && rootDevice == _rootDevice && rootInode == _rootInode;

    /// <summary>The store as one request's settings have it.</summary>
    internal LocalStore Store(CacheSettings settings) => new(settings.StoreOptions(), Entries);

    /// <summary>The same for a request that stores, whose limits the janitor keeps.</summary>
    internal LocalStore Store(CacheSettings settings, uint umask) =>
        new(settings.StoreOptions(), Entries) { Keeper = _janitor is null ? null : new JanitorCall(_janitor, umask) };

    /// <inheritdoc/>
    public void Dispose() => Digests.Dispose();
}
