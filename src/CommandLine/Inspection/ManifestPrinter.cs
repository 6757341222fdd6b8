using Larder.CommandLine.Text;
using Larder.Storage;
using Larder.Storage.Manifests;

namespace Larder.CommandLine.Inspection;

/// <summary>Prints a manifest: for each state of the inputs the result that belongs to it.</summary>
internal static class ManifestPrinter
{
    /// <summary>False where the payload is no manifest, or only a part of one.</summary>
    internal static bool Print(ReadOnlySpan<byte> payload, TextWriter output)
    {
        if (!Manifest.TryRead(payload, out Manifest manifest))
            return false;
        output.WriteLine("  results    " + manifest.Mode switch
        {
            ManifestMode.Direct => "by the files read (direct mode), newest first",
            ManifestMode.Preprocessor => "by the preprocessed source: what this source reads can't be told from its text",
            _ => "by unknown mode " + ((int)manifest.Mode).ToString(),
        });
        int number = 0;
        foreach (ManifestVariant variant in manifest)
        {
            number++;
            output.WriteLine();
            output.WriteLine($"  {number}. result {variant.ResultKey}");
            output.WriteLine("     diagnostics: " + variant.Condition switch
            {
                StreamCondition.Any => "none",
                StreamCondition.Plain => "without colours",
                StreamCondition.Coloured => "with colours",
                _ => "unknown " + ((int)variant.Condition).ToString(),
            });
            if (!variant.TryReadInputs(out InputSet inputs))
                return false;
            foreach ((ResultMemberKind kind, byte[] bytes) in variant.ReadTexts())
                output.WriteLine($"     {ResultMemberNames.Of(kind)}: {Quantity.Bytes(bytes.Length)}");
            InputSetPrinter.Print(in inputs, output);
        }

        return number == manifest.VariantCount;
    }
}
