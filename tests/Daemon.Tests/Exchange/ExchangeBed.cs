using System.Text;
using Larder.Caching.Settings;
using Larder.Daemon.Compiles;
using Larder.Daemon.Exchange;
using Larder.Daemon.Messages;
using Larder.Posix;
using Larder.Storage;
using Larder.Storage.Manifests;
using Bytes = Google.Protobuf.ByteString;

namespace Larder.Daemon.Tests.Exchange;

/// <summary>
/// The daemon's side of the exchange of entries on a cache of its own. Users are numbers to it, told by the kernel, so that all of them can
/// be played here: <see cref="Own"/> is the daemon's, <see cref="Alice"/> and <see cref="Bob"/> are others.
/// </summary>
internal sealed class ExchangeBed : IDisposable
{
    internal const uint Alice = 20001;
    internal const uint Bob = 20002;

    internal static uint Own => User.EffectiveId;

    private readonly ServedCache _served;

    internal ExchangeBed(string sharing = "none", string more = "LARDER_STATS=yes")
    {
        byte[][] environment = [.. ((string[])
            ["LARDER_CONFIG=", "LARDER_DIR=" + Cache, "LARDER_SHARE_ENTRIES=" + sharing, more]).Select(Encoding.UTF8.GetBytes)];
        _served = new ServedCache(CacheSettings.Load(new ProcessEnvironment(environment)), 1 << 20);
        Entries = new EntryExchange(_served);
    }

    internal string Root { get; } = Directory.CreateTempSubdirectory("larderd-").FullName;

    internal string Cache => Root + "/cache";

    internal ServedCache Served => _served;

    internal EntryExchange Entries { get; }

    /// <summary>What the daemon itself stores.</summary>
    internal LocalStore Main => Of(Cache);

    internal static LocalStore Of(string directory) => new(new StoreOptions { Directory = Encoding.UTF8.GetBytes(directory) });

    internal LocalStore Users(uint user) => Of($"{Cache}/users/{user}");

    internal static Digest Key(string name) => Digest.Of(Encoding.UTF8.GetBytes(name));

    /// <summary>A result as it stands on disk, made in a store of somebody's own.</summary>
    internal byte[] Result(Digest key, string content, bool inMain = false)
    {
        LocalStore store = inMain ? Main : Of(Root + "/made");
        ResultBuilder builder = new();
        builder.Add(ResultMemberKind.Object, Encoding.UTF8.GetBytes(content));
        Assert.Equal(WriteState.Stored, store.WriteResult(key, builder, replace: true).State);
        Assert.Equal(ReadState.Found, store.ReadWhole(EntryKind.Result, key, int.MaxValue, out byte[] entry, out _));
        return entry;
    }

    internal byte[] Manifest(Digest key)
    {
        LocalStore store = Of(Root + "/made");
        store.WriteEntry(EntryKind.Manifest, key, ManifestWriter.Preprocessor(), replace: true);
        Assert.Equal(ReadState.Found, store.ReadWhole(EntryKind.Manifest, key, int.MaxValue, out byte[] entry, out _));
        return entry;
    }

    internal static LookupRequest Asking(Digest key, EntryKind kind = EntryKind.Result) => new() { Kind = (uint)kind, Key = Of(key) };

    internal static StoreRequest Storing(Digest key, byte[] entry, EntryKind kind = EntryKind.Result) =>
        new() { Kind = (uint)kind, Key = Of(key), Entry = Bytes.CopyFrom(entry) };

    /// <summary>The entry that a user gets; null for none.</summary>
    internal async Task<byte[]?> LookupAsync(uint user, Digest key, EntryKind kind = EntryKind.Result)
    {
        LookupReply reply = await Entries.LookupAsync(Asking(key, kind), user, default);
        return reply.Found ? reply.Entry.ToByteArray() : null;
    }

    internal async Task<bool> StoreAsync(uint user, Digest key, byte[] entry, EntryKind kind = EntryKind.Result) =>
        (await Entries.StoreAsync(Storing(key, entry, kind), user, default)).Stored;

    public void Dispose()
    {
        Entries.Dispose();
        _served.Dispose();
        Directory.Delete(Root, recursive: true);
    }

    private static Bytes Of(Digest key)
    {
        byte[] bytes = new byte[Digest.Size];
        key.CopyTo(bytes);
        return Bytes.CopyFrom(bytes);
    }
}
