using System.Globalization;
using System.Text;
using Larder.Storage.Tests.Support;

namespace Larder.Storage.Tests.Workers;

/// <summary>What a test runs in another process: <c>count DIR N</c>, <c>fold DIR N</c>, <c>work DIR N SEED</c>, <c>share DIR UMASK NAME</c>, <c>peek DIR NAME</c>.</summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        byte[] directory = Encoding.UTF8.GetBytes(arguments[1]);
        LocalStore store = new(new StoreOptions { Directory = directory, Umask = arguments[0] == "share" ? 7u : null });
        return arguments[0] switch
        {
            "count" => Count(store, Number(arguments[2])),
            "fold" => Fold(store, Number(arguments[2])),
            "work" => StoreWork.Run(store, Number(arguments[2]), Number(arguments[3])),
            "peek" => store.ReadEntry(EntryKind.Manifest, Digest.Of(Encoding.UTF8.GetBytes(arguments[2]))).IsFound ? 0 : 3,
            "share" => Share(store, arguments[2], arguments[3]),
            _ => 2,
        };
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static int Count(LocalStore store, int times)
    {
        Statistics statistics = new(store);
        for (int i = 0; i < times; i++)
        {
            StatisticsDelta delta = new();
            delta.Add(Counter.Miss);
            delta.Add(new StoreDelta(10, 1));
            if (!statistics.Record(delta))
                return 1;
        }

        return 0;
    }

    private static int Fold(LocalStore store, int times)
    {
        Statistics statistics = new(store);
        for (int i = 0; i < times; i++)
            statistics.TryFold();
        return 0;
    }

    /// <summary>Uses every part of a store that another uid may have made, and leaves something for the next.</summary>
    private static int Share(LocalStore store, string seen, string own)
    {
        Digest theirs = Digest.Of(Encoding.UTF8.GetBytes(seen));
        Digest ours = Digest.Of(Encoding.UTF8.GetBytes(own));
        if (seen.Length > 1)
        {
            if (!store.ReadEntry(EntryKind.Manifest, theirs).IsFound)
                return 11;
            if (Posix.FileSystem.Touch(StorePaths.Entry(store, EntryKind.Manifest, theirs)) != 0)
                return 12;
            if (store.WriteEntry(EntryKind.Manifest, theirs, "replaced"u8, replace: true).State != WriteState.Stored)
                return 13;
            if (!store.Remove(EntryKind.Toolchain, theirs))
                return 14;
        }

        if (store.WriteEntry(EntryKind.Manifest, ours, "content"u8, replace: false).State != WriteState.Stored)
            return 15;
        if (store.WriteEntry(EntryKind.Toolchain, ours, "content"u8, replace: false).State != WriteState.Stored)
            return 16;
        Statistics statistics = new(store);
        StatisticsDelta delta = new();
        delta.Add(Counter.Stored);
        if (!statistics.Record(delta))
            return 17;
        if (!statistics.TryFold())
            return 18;
        using FileDigestCache digests = FileDigestCache.Open(store);
        return 0;
    }
}
