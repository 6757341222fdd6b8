using System.Globalization;
using System.Text;
using Larder.Storage.Tests.Support;

namespace Larder.Storage.Tests.Workers;

/// <summary>What a test runs in another process: <c>count DIR N [THREADS UMASK]</c>, <c>prove DIR N</c>, <c>fold DIR N</c>, <c>work DIR N SEED</c>, <c>share DIR UMASK NAME</c>, <c>peek DIR NAME</c>.</summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        byte[] directory = Encoding.UTF8.GetBytes(arguments[1]);
        LocalStore store = new(new StoreOptions { Directory = directory, Umask = arguments[0] == "share" || arguments.Length > 4 ? 7u : null });
        return arguments[0] switch
        {
            "count" when arguments.Length > 3 => CountByThreads(store.Options, Number(arguments[2]), Number(arguments[3])),
            "count" => Count(store, Number(arguments[2])),
            "prove" => Prove(store, Number(arguments[2])),
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
            StatisticsDelta delta = new() { Facts = Samples.Facts(Counter.Miss, spent: 7) };
            delta.Add(Counter.Miss);
            delta.Add(new StoreDelta(10, 1));
            if (!statistics.Record(delta))
                return 1;
        }

        return 0;
    }

    /// <summary>Each thread as a process would: with a store of its own.</summary>
    private static int CountByThreads(StoreOptions options, int times, int threads)
    {
        int failed = 0;
        Thread[] writers = new Thread[threads];
        for (int i = 0; i < threads; i++)
        {
            writers[i] = new Thread(() =>
            {
                if (Count(new LocalStore(options), times) != 0)
                    Interlocked.Increment(ref failed);
            });
            writers[i].Start();
        }

        foreach (Thread writer in writers)
            writer.Join();
        return failed == 0 ? 0 : 1;
    }

    /// <summary>Counts and stores where it is, by threads, beside what is there already; and sees whether all of it is there then.</summary>
    private static int Prove(LocalStore store, int times)
    {
        const int Threads = 8;
        Statistics statistics = new(store);
        ulong before = statistics.Read()[Counter.Miss];
        if (StoreWork.Run(store, 300, times) != 0)
            return 40;
        if (CountByThreads(store.Options, times, Threads) != 0)
            return 41;
        if (statistics.Read()[Counter.Miss] != before + (ulong)(times * Threads))
            return 42;
        return statistics.TryFold() && statistics.Read()[Counter.Miss] == before + (ulong)(times * Threads) ? 0 : 43;
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
