namespace Larder.Architecture.Tests;

/// <summary>The rules of the house that a program can check.</summary>
public sealed class FileRuleTests
{
    private const int LongFile = 400;

    [Fact]
    public void A_file_longer_than_400_lines_argues_for_it_at_its_head()
    {
        foreach (string source in SourceTree.Sources("src"))
        {
            string[] lines = File.ReadAllLines(source);
            if (lines.Length > LongFile)
                Assert.Contains(lines.Take(40), line => line.TrimStart().StartsWith("//", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Nothing_is_left_to_be_done_later()
    {
        string[] words = ["TO" + "DO", "FIX" + "ME", "HA" + "CK", "NotImplemented" + "Exception"];
        foreach (string directory in (string[])["src", "tests", "bench"])
        {
            foreach (string source in SourceTree.Sources(directory))
            {
                string text = File.ReadAllText(source);
                foreach (string word in words)
                    Assert.False(text.Contains(word, StringComparison.Ordinal), $"{source} has {word}");
            }
        }
    }
}
