using System.Buffers.Binary;
using System.Text;
using Larder.Storage;
using Larder.Storage.Manifests;

namespace Larder.Bench.Scale;

/// <summary>
/// Fills a cache with entries of the real formats, through the store: as many manifests as results, each leading to one. Sizes and ages are drawn from
/// distributions; the same seed gives the same cache.
/// </summary>
internal static class CacheGenerator
{
    /// <summary>
    /// Members as they come to lie on the disk, compressed: most are a few kilobytes, one in a hundred is above 60. Measured on builds of C the median is
    /// about this; C++ has more, which would only fill the disk.
    /// </summary>
    private const double MedianSize = 3000;

    private const double SizeDeviation = 1.25;

    private const int LargestSize = 1 << 20;

    /// <summary>Half of what is there was used within so many days: a cache that is kept for months.</summary>
    private const double HalfLifeDays = 20;

    /// <summary>Headers of a compile. More would only make manifests longer, which are read one at a time.</summary>
    private const int MaxHeaders = 40;

    private const int Threads = 2;

    /// <summary>Fills a directory.</summary>
    /// <param name="directory">The cache directory.</param>
    /// <param name="entries">How many, manifests and results together.</param>
    /// <param name="seed">Of what is drawn.</param>
    internal static void Fill(string directory, int entries, int seed = 1)
    {
        // As it is: noise wouldn't become smaller, and raw entries are the quickest to make.
        var options = new StoreOptions { Directory = Encoding.UTF8.GetBytes(directory), CompressionLevel = 0 };
        var noise = new byte[2 * LargestSize];
        new Random(seed).NextBytes(noise);
        var now = DateTimeOffset.UtcNow;
        Parallel.For(0, Threads, new ParallelOptions { MaxDegreeOfParallelism = Threads }, thread =>
        {
            var store = new LocalStore(options);
            for (var pair = thread; pair < entries / 2; pair += Threads)
                Store(store, pair, seed, noise, now);
            var delta = new StatisticsDelta();
            delta.Add(store.TakeDelta());
            if (entries > 1 && !new Statistics(store).Record(delta))
                throw new BenchException("the generated entries could not be counted");
        });
    }

    private static void Store(LocalStore store, int pair, int seed, byte[] noise, DateTimeOffset now)
    {
        var random = new Random(unchecked((seed * 1_000_003) + pair));
        var result = Digest.Of(Encoding.UTF8.GetBytes($"result {seed} {pair}"));
        var manifest = Digest.Of(Encoding.UTF8.GetBytes($"manifest {seed} {pair}"));
        var size = (int)Math.Min(MedianSize * Math.Exp(SizeDeviation * Normal(random)), LargestSize);
        var start = random.Next(noise.Length - size);

        var builder = new ResultBuilder { Metadata = ResultMetadata.Of(default, "/usr/bin/gcc"u8, Digest.Of("a toolchain"u8)) };
        builder.Add(ResultMemberKind.Object, noise.AsMemory(start, size));
        Demand(store.WriteResult(result, builder, replace: false));
        var inputs = Inputs(random, pair).Build();
        Demand(store.WriteEntry(EntryKind.Manifest, manifest, ManifestWriter.Prepend(default, result, StreamCondition.Any, inputs), replace: false));

        var used = now.AddDays(HalfLifeDays * Math.Log2(Math.Max(random.NextDouble(), 1e-6)));
        SetTime(store, result, 'r', used);
        SetTime(store, manifest, 'm', used);
    }

    private static InputSetBuilder Inputs(Random random, int pair)
    {
        var inputs = new InputSetBuilder();
        Span<byte> content = stackalloc byte[8];
        for (var header = random.Next(4, MaxHeaders); header >= 0; header--)
        {
            var number = header == 0 ? -pair - 1 : random.Next(5000);
            BinaryPrimitives.WriteInt64LittleEndian(content, number);
            inputs.Add(Encoding.UTF8.GetBytes(header == 0 ? $"src/module{pair % 97}/file{pair}.c" : $"/usr/include/library{number % 61}/header{number}.h"), InputKind.Content, Digest.Of(content));
        }

        return inputs;
    }

    private static void SetTime(LocalStore store, Digest key, char kind, DateTimeOffset used)
    {
        var name = key.ToString();
        File.SetLastWriteTimeUtc($"{Encoding.UTF8.GetString(store.Options.Directory)}/v1/{name[..2]}/{name}.{kind}", used.UtcDateTime);
    }

    private static void Demand(WriteOutcome written)
    {
        if (written.State != WriteState.Stored)
            throw new BenchException($"an entry could not be stored: {written.State}, error {written.Error}");
    }

    /// <summary>Normally distributed (Box and Muller).</summary>
    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
