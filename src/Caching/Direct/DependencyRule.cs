namespace Larder.Caching.Direct;

/// <summary>
/// Reads the prerequisites of the first rule of a dependency file as gcc writes it (libcpp/mkdeps.cc):
/// <c>target: word word \⏎ word</c>, white space in a word behind 2N+1 backslashes (of which N belong to the word),
/// <c>$$</c> for a dollar, <c>\#</c> and <c>\:</c> for themselves.
/// </summary>
internal static class DependencyRule
{
    /// <summary>The prerequisites in order. False where the text has no rule.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> text, List<byte[]> prerequisites)
    {
        int colon = EndOfTargets(text);
        if (colon < 0)
            return false;
        ReadOnlySpan<byte> rest = text[(colon + 1)..];
        List<byte> word = [];
        for (int i = 0; i < rest.Length; i++)
        {
            byte b = rest[i];
            if (b == '\\')
            {
                int run = 1;
                while (i + run < rest.Length && rest[i + run] == '\\')
                    run++;
                byte next = i + run < rest.Length ? rest[i + run] : (byte)0;
                if (next == '\n')
                {
                    // A line goes on where an odd number of backslashes ends it; gcc writes " \⏎" only.
                    Take(word, prerequisites);
                    i += run;
                    continue;
                }

                bool escapes = next is (byte)' ' or (byte)'\t' or (byte)'#' or (byte)':';
                for (int k = 0; k < (escapes && next is (byte)' ' or (byte)'\t' ? run / 2 : run - (escapes ? 1 : 0)); k++)
                    word.Add((byte)'\\');
                if (escapes)
                {
                    word.Add(next);
                    i += run;
                }
                else
                {
                    i += run - 1;
                }
            }
            else if (b == '$' && i + 1 < rest.Length && rest[i + 1] == '$')
            {
                word.Add(b);
                i++;
            }
            else if (b is (byte)' ' or (byte)'\t' or (byte)'\r')
            {
                Take(word, prerequisites);
            }
            else if (b == '\n')
            {
                break;
            }
            else
            {
                word.Add(b);
            }
        }

        Take(word, prerequisites);
        return true;
    }

    private static int EndOfTargets(ReadOnlySpan<byte> text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == ':' && (i == 0 || text[i - 1] != '\\')
                && (i + 1 == text.Length || text[i + 1] is (byte)' ' or (byte)'\n' or (byte)'\t'))
                return i;
        }

        return -1;
    }

    private static void Take(List<byte> word, List<byte[]> prerequisites)
    {
        if (word.Count == 0)
            return;
        prerequisites.Add([.. word]);
        word.Clear();
    }
}
