using Larder.Posix;

namespace Larder.CommandLine.Text;

/// <summary>What is said while a command still works: to standard error, at once. Other text of commands comes at their end.</summary>
internal static class LiveText
{
    internal static void WriteLine(string text) => StandardStreams.Error.WriteAll(ByteText.Encode(text + "\n"));
}
