using Larder.CommandLine.Text;
using Larder.Posix;
using Larder.Storage.Manifests;

namespace Larder.CommandLine.Inspection;

/// <summary>Prints what a compile, or the probe of a toolchain, read or looked for in vain.</summary>
internal static class InputSetPrinter
{
    private const int LineWidth = 100;

    internal static void Print(in InputSet inputs, TextWriter output)
    {
        output.WriteLine($"     {Quantity.Of(inputs.FileCount, "input", "inputs")}");
        for (int i = 0; i < inputs.FileCount; i++)
        {
            string path = ByteText.Show(inputs.TextAt(inputs.FilePath(i)));
            output.WriteLine("       " + inputs.FileKind(i) switch
            {
                InputKind.Content => $"{inputs.FileDigest(i)}  {path}",
                InputKind.Seen => $"{inputs.FileDigest(i)}  {path}, less its comments",
                InputKind.SeenContent => $"{inputs.FileDigest(i)}  {path}, as it was",
                InputKind.SeenRest => $"{inputs.FileDigest(i)}  the manifest that has all else",
                InputKind.Listing => $"{inputs.FileDigest(i)}  names in {path}",
                InputKind.Present => $"exists  {path}",
                InputKind.DirectoryPresent => $"exists as a directory  {path}",
                InputKind.DistinctDirectory => $"exists as a directory of its own  {path}",
                InputKind.DistinctFile => $"exists as a file of its own  {path}",
                InputKind.SameAsDistinct => $"is number {inputs.FileOrdinal(i)} of those of their own  {path}",
                InputKind.Immutable => $"never changes, and all below it  {path}",
                InputKind.Modified => $"modified {Quantity.Time(inputs.FileTime(i))}  {path}",
                InputKind.PrecompiledHeader => $"{inputs.FileDigest(i)}  precompiled header {path}",
                InputKind.PrecompiledHeaderAndText => $"{inputs.FileDigest(i)}  precompiled header, with all that it was made of, {path}",
                InputKind.NotShorter => $"leads to no shorter path  {path}",
                InputKind.Unlinked => $"has no link on its way  {path}",
                InputKind.RealPath => $"{inputs.FileDigest(i)}  place that {path} leads to",
                _ => $"unknown kind {(int)inputs.FileKind(i)}  {path}",
            });
        }

        if (inputs.GroupCount == 0)
            return;
        output.WriteLine("     absent, by directory");
        for (int i = 0; i < inputs.GroupCount; i++)
        {
            string directory = ByteText.Show(inputs.TextAt(inputs.GroupDirectory(i)));
            output.WriteLine($"       {(directory.Length == 0 ? "(the working directory)" : directory)}");
            string names = string.Empty;
            for (int j = 0; j < inputs.GroupNameCount(i); j++)
                names += (j == 0 ? string.Empty : " ") + ByteText.Show(inputs.TextAt(inputs.GroupName(i, j)));
            foreach (string line in WrappedText.Lines(names, LineWidth))
                output.WriteLine("         " + line);
        }
    }
}
