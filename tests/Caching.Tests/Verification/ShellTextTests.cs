using System.Diagnostics;
using System.Text;
using Larder.Caching.Verification;

namespace Larder.Caching.Tests.Verification;

public sealed class ShellTextTests
{
    /// <summary>Every byte that a word can have, and what shells take for their own.</summary>
    [Fact]
    public void A_shell_reads_back_each_word()
    {
        byte[] all = [.. Enumerable.Range(1, 255).Select(static value => (byte)value)];
        byte[][] words = [[], "it's"u8.ToArray(), "''"u8.ToArray(), "$(x) `y` \\ \"z\" !"u8.ToArray(), "-n"u8.ToArray(), all];
        ShellText text = new ShellText().Add("printf '%s\\0'");
        foreach (byte[] word in words)
            text.Add(" ").Quote(word);

        string script = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(script, text.ToArray());
            using Process shell = Process.Start(new ProcessStartInfo("sh", [script]) { RedirectStandardOutput = true, UseShellExecute = false })!;
            using MemoryStream read = new();
            shell.StandardOutput.BaseStream.CopyTo(read);
            shell.WaitForExit();
            Assert.Equal(words.SelectMany(static word => word.Append((byte)0)), read.ToArray());
        }
        finally
        {
            File.Delete(script);
        }
    }
}
