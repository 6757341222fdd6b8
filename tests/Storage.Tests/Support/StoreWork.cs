namespace Larder.Storage.Tests.Support;

/// <summary>
/// A worker that stores, reads, replaces, removes, clears and evicts at random among few keys, and fails if it ever reads what
/// was not stored under that key.
/// </summary>
internal static class StoreWork
{
    private const int Keys = 24;

    internal static int Run(LocalStore store, int steps, int seed)
    {
        Random random = new(seed);
        Statistics statistics = new(store);
        for (int step = 0; step < steps; step++)
        {
            int number = random.Next(Keys);
            Digest key = Samples.Key("key " + number);
            int failure = random.Next(20) switch
            {
                < 5 => Write(store, key, number, random.Next(2) == 0),
                < 10 => ReadManifest(store, key, number),
                < 17 => ReadResult(store, key, number),
                17 => Drop(store, key),
                18 => Clear(store, random.Next(10)),
                _ => Evict(store, statistics),
            };
            if (failure != 0)
                return failure;
        }

        StatisticsDelta delta = new();
        delta.Add(store.TakeDelta());
        return statistics.Record(delta) ? 0 : 30;
    }

    internal static byte[] Content(int number) => Samples.Noise(100 + (number * 1500), number);

    private static int Write(LocalStore store, Digest key, int number, bool replace)
    {
        byte[] content = Content(number);
        ResultBuilder builder = new() { Metadata = content.AsMemory(0, 8) };
        builder.Add(ResultMemberKind.Object, content);
        builder.Add(ResultMemberKind.StandardError, content.AsMemory(0, 20));
        WriteOutcome entry = store.WriteEntry(EntryKind.Manifest, key, content, replace);
        if (!entry.IsPresent)
            return Failed(20, entry);
        WriteOutcome result = store.WriteResult(key, builder, replace);
        return result.IsPresent ? 0 : Failed(21, result);
    }

    /// <summary>With the error number, by which a rare failure can be told.</summary>
    private static int Failed(int step, WriteOutcome outcome) => (outcome.Error * 100) + step;

    private static int ReadManifest(LocalStore store, Digest key, int number)
    {
        EntryReadOutcome read = store.ReadEntry(EntryKind.Manifest, key);
        store.Touch(EntryKind.Manifest, key, read.Status);
        return read.State switch
        {
            ReadState.Absent => 0,
            ReadState.Found => read.Payload.Span.SequenceEqual(Content(number)) ? 0 : 22,
            _ => 23,
        };
    }

    private static int ReadResult(LocalStore store, Digest key, int number)
    {
        ResultReadOutcome read = store.OpenResult(key);
        if (!read.IsFound)
            return read.State == ReadState.Absent ? 0 : 24;
        using StoredResult result = read.Result;
        if (!result.TryFind(ResultMemberKind.Object, out ResultMember member) || !result.TryRead(member, out ReadOnlyMemory<byte> content))
            return 25;
        return content.Span.SequenceEqual(Content(number)) ? 0 : 26;
    }

    private static int Drop(LocalStore store, Digest key)
    {
        store.Remove(EntryKind.Result, key);
        return 0;
    }

    private static int Clear(LocalStore store, int dice)
    {
        if (dice == 0)
            store.Clear();
        return 0;
    }

    private static int Evict(LocalStore store, Statistics statistics)
    {
        StatisticsDelta delta = new();
        delta.Add(store.TakeDelta());
        if (!statistics.Record(delta))
            return 27;
        new Evictor(store, statistics).AfterStore();
        return 0;
    }
}
