using Larder.Compilers;
using Larder.Posix;

namespace Larder.Caching.Toolchains;

/// <summary>
/// What a driver said of itself when it compiled an empty file with <c>-v</c> (in the C locale): the programs that it runs,
/// where it looks for headers, which files it took options from.
/// </summary>
internal sealed class ProbeReport
{
    /// <summary>Null where the output is neither gcc's nor clang's.</summary>
    internal CompilerFamily? Family { get; private set; }

    /// <summary>The machine that gcc compiles for, as it names its directories.</summary>
    internal byte[] Target { get; private set; } = [];

    /// <summary>The line that names the version.</summary>
    internal byte[] Version { get; private set; } = [];

    /// <summary>The very first line.</summary>
    private byte[] FirstLine { get; init; } = [];

    /// <summary>What gcc says it was called as: another path than ours means a wrapper in front of it.</summary>
    internal byte[]? CollectGcc { get; private set; }

    /// <summary>The commands that the driver runs, split into words: cc1 (or clang -cc1) and as.</summary>
    internal List<byte[][]> Commands { get; } = [];

    internal List<byte[]> QuoteDirectories { get; } = [];

    internal List<byte[]> AngleDirectories { get; } = [];

    /// <summary>Search directories that don't exist.</summary>
    internal List<byte[]> MissingDirectories { get; } = [];

    /// <summary>Search directories that are another one's double.</summary>
    internal List<byte[]> DuplicateDirectories { get; } = [];

    /// <summary>Specs and configuration files that were read.</summary>
    internal List<byte[]> ConfigurationFiles { get; } = [];

    /// <summary>clang: installations of gcc that it looked at.</summary>
    internal List<byte[]> GccInstallations { get; } = [];

    /// <summary>The assembler is GNU's: it takes <c>--MD</c>.</summary>
    internal bool AssemblerIsGnu { get; private set; }

    /// <summary>Apple's frameworks or something else that is not understood stands in the search list.</summary>
    internal bool HasUnknownSearchEntry { get; private set; }

    internal static ProbeReport Parse(ReadOnlySpan<byte> text)
    {
        int first = text.IndexOf((byte)'\n');
        ProbeReport report = new() { FirstLine = first < 0 ? [] : text[..first].ToArray() };
        List<byte[]>? list = null;
        while (!text.IsEmpty)
        {
            int end = text.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = end < 0 ? text : text[..end];
            text = end < 0 ? default : text[(end + 1)..];
            if (line.SequenceEqual("#include \"...\" search starts here:"u8))
                list = report.QuoteDirectories;
            else if (line.SequenceEqual("#include <...> search starts here:"u8))
                list = report.AngleDirectories;
            else if (line.SequenceEqual("End of search list."u8))
                list = null;
            else if (list is not null && line.Length > 1 && line[0] == ' ')
                report.AddDirectory(list, line[1..]);
            else
                report.ReadLine(line);
        }

        return report;
    }

    private void AddDirectory(List<byte[]> list, ReadOnlySpan<byte> directory)
    {
        if (directory.EndsWith(" (framework directory)"u8) || directory.EndsWith(" (headermap)"u8))
            HasUnknownSearchEntry = true;
        list.Add(directory.ToArray());
    }

    private void ReadLine(ReadOnlySpan<byte> line)
    {
        if (line.Length > 1 && line[0] == ' ' && line[1] != ' ')
        {
            byte[][] words = CommandWords.Split(line[1..]);
            if (words.Length > 1)
                Commands.Add(words);

            // A compiler made of clang that goes by a name of its own (icx): its first line says which release it is.
            if (Family is null && words.Length > 1 && words[1].AsSpan().SequenceEqual("-cc1"u8))
                (Family, Version) = (CompilerFamily.Clang, FirstLine);
        }
        else if (line.StartsWith("gcc version "u8))
        {
            Family = CompilerFamily.Gcc;
            Version = line.ToArray();
        }
        else if (line.IndexOf("clang version "u8) >= 0 && Family is null)
        {
            Family = CompilerFamily.Clang;
            Version = line.ToArray();
        }
        else if (line.StartsWith("Target: "u8))
        {
            Target = line["Target: "u8.Length..].ToArray();
        }
        else if (line.StartsWith("COLLECT_GCC="u8))
        {
            CollectGcc = line["COLLECT_GCC="u8.Length..].ToArray();
        }
        else if (line.StartsWith("ignoring nonexistent directory \""u8))
        {
            MissingDirectories.Add(Quoted(line));
        }
        else if (line.StartsWith("ignoring duplicate directory \""u8))
        {
            DuplicateDirectories.Add(Quoted(line));
        }
        else if (line.StartsWith("Reading specs from "u8))
        {
            ConfigurationFiles.Add(line["Reading specs from "u8.Length..].ToArray());
        }
        else if (line.StartsWith("Configuration file: "u8))
        {
            ConfigurationFiles.Add(line["Configuration file: "u8.Length..].ToArray());
        }
        else if (line.StartsWith("Found candidate GCC installation: "u8))
        {
            GccInstallations.Add(line["Found candidate GCC installation: "u8.Length..].ToArray());
        }
        else if (line.StartsWith("GNU assembler version"u8))
        {
            AssemblerIsGnu = true;
        }
    }

    private static byte[] Quoted(ReadOnlySpan<byte> line)
    {
        int first = line.IndexOf((byte)'"') + 1;
        int last = line.LastIndexOf((byte)'"');
        return last > first ? line[first..last].ToArray() : [];
    }
}
