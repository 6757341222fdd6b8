using System.Buffers.Binary;

namespace Larder.Storage;

/// <summary>What some requests come to. Uncached are those that were neither hits nor misses, and those in which something went wrong.</summary>
/// <param name="Hits">Served from the cache.</param>
/// <param name="Misses">Could have been served.</param>
/// <param name="Uncached">All others.</param>
/// <param name="Saved">What the compiler took for the hits when they were made, in nanoseconds, as far as that is known.</param>
/// <param name="Spent">What the compiler took for the others, in nanoseconds, where larder ran it as its child.</param>
/// <param name="Bytes">What was delivered from the cache, or made and captured for it.</param>
public readonly record struct StatisticsSums(ulong Hits, ulong Misses, ulong Uncached, ulong Saved, ulong Spent, ulong Bytes)
{
    /// <summary>On disk: six numbers of eight bytes, little-endian, in the order of the parameters.</summary>
    internal const int Size = 6 * sizeof(ulong);

    /// <summary>The requests.</summary>
    public ulong Requests => Hits + Misses + Uncached;

    /// <summary>The sums of two lots of requests.</summary>
    public static StatisticsSums operator +(in StatisticsSums a, in StatisticsSums b) =>
        new(a.Hits + b.Hits, a.Misses + b.Misses, a.Uncached + b.Uncached, a.Saved + b.Saved, a.Spent + b.Spent, a.Bytes + b.Bytes);

    /// <summary>The sums of one request.</summary>
    internal static StatisticsSums Of(in StatisticsFacts facts)
    {
        CounterGroup group = CounterGroups.Of(facts.Reason);
        ulong hit = group == CounterGroup.Hit ? 1UL : 0;
        ulong miss = group == CounterGroup.Miss ? 1UL : 0;
        return new StatisticsSums(hit, miss, 1 - hit - miss, facts.Saved, facts.Spent, facts.Bytes);
    }

    internal static StatisticsSums Read(ReadOnlySpan<byte> bytes)
    {
        return new StatisticsSums(Word(bytes, 0), Word(bytes, 1), Word(bytes, 2), Word(bytes, 3), Word(bytes, 4), Word(bytes, 5));

        static ulong Word(ReadOnlySpan<byte> bytes, int index) => BinaryPrimitives.ReadUInt64LittleEndian(bytes[(index * sizeof(ulong))..]);
    }

    internal void Write(Span<byte> bytes)
    {
        ReadOnlySpan<ulong> words = [Hits, Misses, Uncached, Saved, Spent, Bytes];
        for (int i = 0; i < words.Length; i++)
            BinaryPrimitives.WriteUInt64LittleEndian(bytes[(i * sizeof(ulong))..], words[i]);
    }
}
