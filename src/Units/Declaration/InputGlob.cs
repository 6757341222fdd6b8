namespace Larder.Units.Declaration;

/// <summary>Files that an evaluation may have read.</summary>
/// <param name="Base">The directory that the pattern begins in; absolute.</param>
/// <param name="Pattern">Names joined by "/": "*" and "?" stand for characters of one name, "**" for any number of names, none included. Empty: <see cref="Common"/>.</param>
internal sealed record InputGlob(string Base, string Pattern)
{
    internal const string AnyNames = "**";

    /// <summary>What expressions commonly read that Nix doesn't tell of, beside units.nix and beside each file of the repository that was evaluated.</summary>
    private static readonly string[] s_common = ["*.nix", "*.toml", "*.json", "Cargo.lock", "flake.lock", "VERSION", "version.txt"];

    /// <summary>Of those, what builds write.</summary>
    private const string Written = "compile_commands.json";

    private string[]? _parts;

    /// <summary>The common files of a directory.</summary>
    internal static InputGlob Common(string directory) => new(directory, "");

    /// <summary>How many names the pattern has.</summary>
    internal int Length => Parts.Length;

    private string[] Parts => _parts ??= Pattern.Length == 0 ? [""] : Split(Pattern);

    /// <summary>This name of the pattern stands for any number of names.</summary>
    internal bool IsAnyNames(int part) => Parts[part] == AnyNames;

    /// <summary>This name of the pattern has no characters that stand for others.</summary>
    internal bool IsName(int part) => Parts[part].Length > 0 && !Parts[part].AsSpan().ContainsAny('*', '?');

    /// <summary>A file's or directory's name fits this name of the pattern.</summary>
    internal bool Fits(ReadOnlySpan<char> name, int part)
    {
        if (Pattern.Length > 0)
            return IsAnyNames(part) || Fits(name, Parts[part]);
        foreach (string common in s_common)
        {
            if (Fits(name, common))
                return !name.SequenceEqual(Written);
        }

        return false;
    }

    // Several "**" in a row mean what one means.
    private static string[] Split(string pattern)
    {
        string[] parts = pattern.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return [.. parts.Where((part, i) => part != "." && (part != AnyNames || i == 0 || parts[i - 1] != AnyNames))];
    }

    /// <summary>A name fits one name of a pattern.</summary>
    internal static bool Fits(ReadOnlySpan<char> name, ReadOnlySpan<char> part)
    {
        // The last star, and how much of the name it has taken: only it need ever take more.
        int at = 0, next = 0, star = -1, taken = 0;
        while (at < name.Length)
        {
            if (next < part.Length && part[next] == '*')
            {
                star = next++;
                taken = at;
            }
            else if (next < part.Length && (part[next] == '?' || part[next] == name[at]))
            {
                next++;
                at++;
            }
            else if (star >= 0)
            {
                next = star + 1;
                at = ++taken;
            }
            else
            {
                return false;
            }
        }

        return part[next..].TrimStart('*').IsEmpty;
    }
}
