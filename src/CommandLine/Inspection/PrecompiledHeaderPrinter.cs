using Larder.Storage.Manifests;

namespace Larder.CommandLine.Inspection;

/// <summary>Prints what a precompiled header was made of.</summary>
internal static class PrecompiledHeaderPrinter
{
    /// <summary>False where the payload is none.</summary>
    internal static bool Print(ReadOnlySpan<byte> payload, TextWriter output)
    {
        if (!PrecompiledHeader.TryRead(payload, out PrecompiledHeader header))
            return false;
        output.WriteLine($"  identity   {header.Identity}");
        InputSetPrinter.Print(header.Inputs, output);
        return true;
    }
}
