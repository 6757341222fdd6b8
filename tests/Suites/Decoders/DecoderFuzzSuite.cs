using System.Diagnostics;
using Larder.Suites.Harness;
using Xunit.Abstractions;

namespace Larder.Suites.Decoders;

/// <summary>
/// Damaged inputs for every decoder, made of real ones, behind checksums that are right again where a decoder trusts them: none throws, hangs,
/// or takes more memory than the input and the format's bounds explain. LARDER_SEED repeats a run; --long tries a million.
/// </summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class DecoderFuzzSuite(ITestOutputHelper output)
{
    /// <summary>For one input, of some kilobytes, on a machine that does much else.</summary>
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(20);

    private const int BriefSeed = 20301;

    [Fact]
    public void No_decoder_throws_hangs_or_allocates_beyond_bounds()
    {
        string? given = Environment.GetEnvironmentVariable("LARDER_SEED");
        int seed = string.IsNullOrEmpty(given) ? TestLength.Choose(BriefSeed, Random.Shared.Next()) : int.Parse(given);
        output.WriteLine($"LARDER_SEED={seed}");
        RealEntries real = new();
        using DecoderTable table = new();
        int each = TestLength.Choose(800, 1_000_000 / table.All.Count);
        foreach (Decoder decoder in table.All)
        {
            Stopwatch time = Stopwatch.StartNew();
            Try(decoder, real, new Mutator(seed), each, seed);
            output.WriteLine($"{decoder.Name}: {each} in {time.ElapsedMilliseconds} ms");
        }
    }

    private static void Try(Decoder decoder, RealEntries real, Mutator mutator, int count, int seed)
    {
        IReadOnlyList<byte[]> samples = decoder.Samples(real);
        Assert.True(samples.Count > 0, $"no sample of a {decoder.Name}");
        foreach (byte[] sample in samples)
            decoder.Read([.. sample]);
        for (int i = 0; i < count; i++)
        {
            byte[] input = mutator.Next(samples);
            if (i % 4 != 0)
                decoder.Seal?.Invoke(input);
            long start = Stopwatch.GetTimestamp();
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                decoder.Read(input);
            }
            catch (Exception error)
            {
                Assert.Fail($"{decoder.Name}, LARDER_SEED={seed}, input {i}: {error}\n{Convert.ToHexString(input.AsSpan(0, Math.Min(input.Length, 512)))}");
            }

            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            string where = $"{decoder.Name}, LARDER_SEED={seed}, input {i} of {input.Length} bytes";
            Assert.True(allocated <= decoder.Room + (decoder.RoomPerByte * input.Length), $"{where}: {allocated} bytes were allocated");
            Assert.True(Stopwatch.GetElapsedTime(start) < Slow, $"{where}: took {Stopwatch.GetElapsedTime(start)}");
        }
    }
}
