using System.Diagnostics;
using Xunit.Abstractions;

namespace Larder.Testing;

/// <summary>
/// Damaged inputs for decoders, made of real ones, behind checksums that are right again where a decoder trusts them: none throws anything but its fault, hangs,
/// or takes more memory than the input and the format's bounds explain. LARDER_SEED repeats a run; --long tries a million.
/// </summary>
internal static class DecoderTrial
{
    private const int BriefSeed = 20301;
    private const int BriefCount = 800;
    private const int LongTotal = 1_000_000;

    /// <summary>For one input, of some kilobytes, on a machine that does much else.</summary>
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(20);

    internal static void Run(IReadOnlyList<Decoder> decoders, ITestOutputHelper output)
    {
        string? given = Environment.GetEnvironmentVariable("LARDER_SEED");
        int seed = string.IsNullOrEmpty(given) ? TestLength.Choose(BriefSeed, Random.Shared.Next()) : int.Parse(given);
        output.WriteLine($"LARDER_SEED={seed}");
        int each = TestLength.Choose(BriefCount, LongTotal / decoders.Count);
        foreach (Decoder decoder in decoders)
        {
            Stopwatch time = Stopwatch.StartNew();
            int refused = Try(decoder, new Mutator(seed), each, seed);
            output.WriteLine($"{decoder.Name}: {each} in {time.ElapsedMilliseconds} ms, {refused} refused");
        }
    }

    private static int Try(Decoder decoder, Mutator mutator, int count, int seed)
    {
        Assert.True(decoder.Samples.Count > 0, $"no sample of a {decoder.Name}");
        foreach (byte[] sample in decoder.Samples)
            decoder.Read([.. sample]);
        int refused = 0;
        for (int i = 0; i < count; i++)
        {
            byte[] input = mutator.Next(decoder.Samples);
            if (i % 4 != 0)
                decoder.Seal?.Invoke(input);
            long start = Stopwatch.GetTimestamp();
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                decoder.Read(input);
            }
            catch (Exception fault) when (fault.GetType() == decoder.Fault)
            {
                refused++;
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

        return refused;
    }
}
