using Larder.Caching.Toolchains;
using Larder.CommandLine.Text;
using Larder.Compilers;
using Larder.Posix;
using Larder.Storage.Manifests;

namespace Larder.CommandLine.Inspection;

/// <summary>Prints what a compiler said of itself, for each state of its parts.</summary>
internal static class ToolchainPrinter
{
    /// <summary>False where the payload holds no toolchain.</summary>
    internal static bool Print(ReadOnlySpan<byte> payload, TextWriter output)
    {
        int printed = 0;
        while (true)
        {
            StringWriter inputs = new();
            int seen = 0;
            int wanted = printed;
            Toolchain? toolchain = ToolchainEntry.Find(payload, (in InputSet set) =>
            {
                if (seen++ != wanted)
                    return false;
                InputSetPrinter.Print(in set, inputs);
                return true;
            });
            if (toolchain is null)
                return printed > 0;
            printed++;
            output.WriteLine();
            output.WriteLine($"  {printed}. identity {toolchain.Identity}");
            output.WriteLine($"     family: {(toolchain.Family == CompilerFamily.Clang ? "clang" : "gcc")}, {(toolchain.AssemblerIsGnu ? "GNU" : "another")} assembler");
            Print("\"quoted\" includes are also searched in", toolchain.QuoteDirectories, output);
            Print("<angle> and \"quoted\" includes are searched in", toolchain.AngleDirectories, output);
            output.Write(inputs.ToString());
        }
    }

    private static void Print(string title, byte[][] directories, TextWriter output)
    {
        if (directories.Length == 0)
            return;
        output.WriteLine("     " + title);
        foreach (byte[] directory in directories)
            output.WriteLine("       " + ByteText.Show(directory));
    }
}
