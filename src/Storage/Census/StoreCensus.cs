using Larder.Posix;

namespace Larder.Storage;

/// <summary>What a store's entries are, grouped in several ways. Sizes are those on disk, as the limits count them.</summary>
public sealed class StoreCensus
{
    private static readonly long[] AgeBounds = [3600, 86400, 7 * 86400, 30 * 86400, 90 * 86400];
    private static readonly long[] SizeBounds = [4096, 16 * 1024, 64 * 1024, 256 * 1024, 1 << 20, 4 << 20, 16 << 20];

    private readonly SortedDictionary<EntryKind, StoreSize> _kinds = [];
    private readonly Dictionary<byte[], StoreSize> _namespaces = new(ByteStringComparer.Instance);
    private readonly Dictionary<(string Path, Digest Toolchain), StoreSize> _compilers = [];
    private readonly StoreSize[] _ages = new StoreSize[AgeBounds.Length + 1];
    private readonly StoreSize[] _sizes = new StoreSize[SizeBounds.Length + 1];
    private readonly SharingCensus _sharing = new();

    private StoreCensus()
    {
    }

    /// <summary>All of them.</summary>
    public StoreSize Total { get; private set; }

    /// <summary>By what they are.</summary>
    public IReadOnlyDictionary<EntryKind, StoreSize> Kinds => _kinds;

    /// <summary>Results by the setting <c>namespace</c>; the empty one is none.</summary>
    public IReadOnlyDictionary<byte[], StoreSize> Namespaces => _namespaces;

    /// <summary>
    /// Results by the compiler that made them: its path (Latin-1; empty where the entry doesn't say) and the digest of all that it runs. Two
    /// versions of one path are two. What several have made alike counts for the first of them.
    /// </summary>
    public IReadOnlyDictionary<(string Path, Digest Toolchain), StoreSize> Compilers => _compilers;

    /// <summary>By the time since they were last used (noted once an hour): the bound in seconds below which they are, null for the rest.</summary>
    public IEnumerable<(long? Below, StoreSize Size)> Ages => Bounded(AgeBounds, _ages);

    /// <summary>By their own size: the bound in bytes up to which they are, null for the rest.</summary>
    public IEnumerable<(long? UpTo, StoreSize Size)> Sizes => Bounded(SizeBounds, _sizes);

    /// <summary>Results that several manifests lead to: how many, what they take, and how many manifests that are.</summary>
    public (StoreSize Results, long Manifests) Shared { get; private set; }

    /// <summary>Looks at every entry, into manifests, and into the head of every result.</summary>
    /// <param name="store">The store.</param>
    /// <param name="progress">Told how far it is, from 0 to 1.</param>
    public static StoreCensus Take(LocalStore store, IProgress<double>? progress = null)
    {
        StoreCensus census = new();
        long now = Clock.FileTime.Seconds;
        byte[] head = new byte[ResultFormat.MaxHeadSize];
        StoreWalk.Visit(store, (ReadOnlySpan<byte> path, EntryKind kind, in Digest key, in FileStatus status) =>
        {
            StoreSize one = new(status.AllocatedBytes, 1);
            long age = now - status.Modified.Seconds;
            census.Total = Add(census.Total, one);
            census._kinds[kind] = Add(census._kinds.GetValueOrDefault(kind), one);
            int ageGroup = Array.FindIndex(AgeBounds, bound => age < bound);
            int sizeGroup = Array.FindIndex(SizeBounds, bound => one.Bytes <= bound);
            Add(census._ages, ageGroup, one);
            Add(census._sizes, sizeGroup, one);
            if (kind == EntryKind.Result)
            {
                census.AddResult(ReadMetadata(store, path, in key, head), one);
                census._sharing.AddResult(in key, one);
            }
            else if (kind == EntryKind.Manifest && store.ReadEntry(kind, in key) is { IsFound: true } entry)
            {
                census._sharing.AddManifest(entry.Payload.Span);
            }
        }, progress);
        census.Shared = census._sharing.Finish();
        return census;
    }

    private static ReadOnlySpan<byte> ReadMetadata(LocalStore store, ReadOnlySpan<byte> path, in Digest key, byte[] head)
    {
        if (EntryFile.Open(store.Place, path, out FileDescriptor file, out FileStatus status, out _) != ReadState.Found)
            return default;
        using (file)
        {
            int length = file.ReadAt(0, head);
            return length > 0 && ResultFormat.TryDecode(head.AsSpan(0, length), status.Size, key, out _, out Range metadata)
                ? head.AsSpan(metadata)
                : default;
        }
    }

    private void AddResult(ReadOnlySpan<byte> metadata, StoreSize one)
    {
        byte[] name = ResultMetadata.NamespaceOf(metadata).ToArray();
        _namespaces[name] = Add(_namespaces.GetValueOrDefault(name), one);
        (string, Digest) compiler = (System.Text.Encoding.Latin1.GetString(ResultMetadata.CompilerOf(metadata)), ResultMetadata.ToolchainOf(metadata));
        _compilers[compiler] = Add(_compilers.GetValueOrDefault(compiler), one);
    }

    private static void Add(StoreSize[] groups, int group, StoreSize one)
    {
        ref StoreSize size = ref groups[group < 0 ? groups.Length - 1 : group];
        size = Add(size, one);
    }

    private static StoreSize Add(StoreSize all, StoreSize one) => new(all.Bytes + one.Bytes, all.Files + one.Files);

    private static IEnumerable<(long? Bound, StoreSize Size)> Bounded(long[] bounds, StoreSize[] groups)
    {
        for (int i = 0; i < groups.Length; i++)
            yield return (i < bounds.Length ? bounds[i] : null, groups[i]);
    }
}
