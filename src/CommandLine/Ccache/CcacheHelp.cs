using Larder.CommandLine.Text;

namespace Larder.CommandLine.Ccache;

/// <summary>"ccache --help", from the table of options, and "ccache --version".</summary>
internal static class CcacheHelp
{
    /// <summary>The version whose commands, settings and statistics are understood here: scripts ask for a least one.</summary>
    internal const string Version = "4.11";

    private const int TextColumn = 30;
    private const int Width = 100;

    internal static void Write(TextWriter output)
    {
        output.WriteLine("Usage:");
        output.WriteLine("    ccache [options]");
        output.WriteLine("    ccache [KEY=VALUE ...] compiler [compiler options]");
        output.WriteLine("    compiler [compiler options]            (through a link to ccache)");
        output.WriteLine();
        output.WriteLine($"This is larder {CommandLineInterface.Version} under ccache's name. Options:");
        foreach (CcacheOption option in CcacheOptions.All)
        {
            string letter = option.Letter == '\0' ? "    " : $"-{option.Letter}, ";
            string head = $"  {letter}--{option.Name}{(option.Value.Length > 0 ? " " : "")}{option.Value}";
            List<string> lines = WrappedText.Lines(option.Help, Width - TextColumn);
            bool fits = head.Length + 2 <= TextColumn;
            output.WriteLine(fits ? head.PadRight(TextColumn) + lines[0] : head);
            foreach (string line in fits ? lines.Skip(1) : lines)
                output.WriteLine(new string(' ', TextColumn) + line);
        }

        output.WriteLine();
        output.WriteLine("\"larder help\" shows larder's own commands; its docs/drop-in.md says which of ccache's settings count here.");
    }

    internal static void WriteVersion(TextWriter output)
    {
        output.WriteLine($"ccache version {Version} (larder {CommandLineInterface.Version})");
        output.WriteLine("Features: file-storage");
        output.WriteLine();
        output.WriteLine("larder, a compile cache of its own, called by ccache's name. MIT licence.");
    }
}
