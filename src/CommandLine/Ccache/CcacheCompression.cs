using Larder.Storage;

namespace Larder.CommandLine.Ccache;

/// <summary>"ccache -x" and "ccache -X": the lines that ccache 4.7 prints.</summary>
internal static class CcacheCompression
{
    internal static void Write(StoreVolume volume, TextWriter output)
    {
        double share = volume.RawBytes == 0 ? 100 : 100.0 * volume.ReadableBytes / volume.RawBytes;
        output.WriteLine($"Total data:           {CcacheQuantity.Shown(volume.FileBytes),8} ({CcacheQuantity.Shown(volume.DiskBytes)} disk blocks)");
        output.WriteLine($"Compressed data:      {CcacheQuantity.Shown(volume.ReadableBytes),8} ({share:F1}% of original size)");
        output.WriteLine($"  Original size:      {CcacheQuantity.Shown(volume.RawBytes),8}");
        output.WriteLine($"  Compression ratio: {Ratio(volume.RawBytes, volume.ReadableBytes)} x  ({Savings(volume.RawBytes, volume.ReadableBytes):F1}% space savings)");
        output.WriteLine($"Incompressible data:  {CcacheQuantity.Shown(volume.FileBytes - volume.ReadableBytes),8}");
    }

    internal static void Write(RecompressionOutcome outcome, TextWriter output)
    {
        output.WriteLine($"Original data:         {CcacheQuantity.Shown(outcome.RawBytes),8}");
        Write("Old", outcome.RawBytes, outcome.OldBytes, output);
        Write("New", outcome.RawBytes, outcome.NewBytes, output);
        long change = outcome.NewBytes - outcome.OldBytes;
        output.WriteLine($"Size change:          {(change < 0 ? "-" : " ") + CcacheQuantity.Shown(Math.Abs(change)),9}");
    }

    private static void Write(string which, long raw, long stored, TextWriter output)
    {
        double share = raw == 0 ? 100 : 100.0 * stored / raw;
        output.WriteLine($"{which} compressed data:   {CcacheQuantity.Shown(stored),8} ({share:F1}% of original size)");
        output.WriteLine($"  - Compression ratio: {Ratio(raw, stored)} x  ({Savings(raw, stored):F1}% space savings)");
    }

    private static string Ratio(long raw, long stored) => (stored == 0 ? 0 : (double)raw / stored).ToString("F3").PadLeft(5);

    private static double Savings(long raw, long stored) => raw == 0 ? 0 : 100 - (100.0 * stored / raw);
}
