// Measures BLAKE3 in a native image, where the compiler's choice of instruction sets counts. Three uses:
//   FILE [BLOCK]   prints the file's digest, reading blocks of so many bytes: to be timed as a process, as b3sum is
//   --memory       time of a call and throughput, by path and size
//   --cold SIZE    time of the first hash of this process, and of the two after it
using System.Diagnostics;
using Larder.Storage;
using Larder.Storage.Hashing;

switch (args)
{
    case ["--memory"]:
        Memory();
        return 0;
    case ["--cold", var size]:
        Cold(int.Parse(size));
        return 0;
    case [var path]:
        Console.WriteLine(OfFile(path, 128 * 1024));
        return 0;
    case [var path, var block]:
        Console.WriteLine(OfFile(path, int.Parse(block)));
        return 0;
    default:
        Console.Error.WriteLine("usage: FILE [BLOCK] | --memory | --cold SIZE");
        return 2;
}

static Digest OfFile(string path, int block)
{
    using var file = File.OpenHandle(path);
    var buffer = new byte[block];
    var hasher = default(Blake3Hasher);
    for (long at = 0; ;)
    {
        var read = RandomAccess.Read(file, buffer, at);
        if (read == 0)
            break;
        hasher.Update(buffer.AsSpan(0, read));
        at += read;
    }

    Span<byte> digest = stackalloc byte[Digest.Size];
    hasher.Finish(digest);
    return Digest.FromBytes(digest);
}

static void Memory()
{
    var input = new byte[100_000_000];
    new Random(1).NextBytes(input);
    Span<byte> digest = stackalloc byte[Digest.Size];
    Console.WriteLine($"best path: {Blake3Engine.Best}");
    foreach (var path in Enum.GetValues<Blake3Path>())
    {
        if (path == Blake3Path.Best || !Blake3Engine.IsSupported(path))
            continue;
        foreach (var size in (ReadOnlySpan<int>)[40, 1024, 5000, 16 * 1024, 64 * 1024, 1_000_000, 100_000_000])
        {
            // The least of many: what the machine does undisturbed.
            var best = double.MaxValue;
            var repeats = Math.Max(1, 2_000_000 / Math.Max(size, 200));
            for (var run = 0; run < 15; run++)
            {
                var start = Stopwatch.GetTimestamp();
                for (var i = 0; i < repeats; i++)
                    Blake3.Hash(path, input.AsSpan(0, size), digest);
                best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalNanoseconds / repeats);
            }

            Console.WriteLine($"{path,-9} {size,11} bytes {best,13:F0} ns {size / best,7:F2} GB/s");
        }
    }
}

static void Cold(int size)
{
    var input = new byte[size];
    Span<byte> digest = stackalloc byte[Digest.Size];
    for (var run = 0; run < 3; run++)
    {
        var start = Stopwatch.GetTimestamp();
        Blake3.Hash(input, digest);
        Console.WriteLine($"{Stopwatch.GetElapsedTime(start).TotalNanoseconds:F0} ns");
    }
}
