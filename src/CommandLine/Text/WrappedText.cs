namespace Larder.CommandLine.Text;

/// <summary>Text broken into lines between words.</summary>
internal static class WrappedText
{
    internal static List<string> Lines(string text, int width)
    {
        List<string> lines = [];
        string line = string.Empty;
        foreach (string word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                lines.Add(line);
                line = string.Empty;
            }

            line += line.Length == 0 ? word : " " + word;
        }

        lines.Add(line);
        return lines;
    }
}
