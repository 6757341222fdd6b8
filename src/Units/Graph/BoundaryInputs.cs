using Larder.Posix;
using Larder.Units.Keeping;
using Larder.Units.Layout;
using Larder.Units.Running;

namespace Larder.Units.Graph;

/// <summary>Sees to it that what a graph takes from the store is there, and stays: it is built or fetched by Nix, and held by GC roots.</summary>
/// <remarks>
/// The roots directory holds Nix's links, GENERATION, GENERATION-2, GENERATION-2-dev …, and a file "list" in <see cref="KeptWriter"/>'s envelope:
/// <code>
/// fields = texts (what was wanted, in nix-store's words), texts (link, target, link, target …)
/// </code>
/// </remarks>
internal static class BoundaryInputs
{
    /// <summary>With the version: 1.</summary>
    private const string Title = "larder unit roots 1";

    private const int ShownDigest = 12;

    // Of the two megabytes that Linux gives arguments and environment together.
    private const int LongestCommand = 1 << 20;

    /// <summary>Does nothing, and starts nothing, where all is held already.</summary>
    /// <exception cref="UnitFault">Nix can't build or fetch something: with all that it says.</exception>
    internal static void Realise(UnitGraph graph, UnitDirectories directories, ProcessEnvironment environment)
    {
        string[] wanted = Merged(graph.Nodes.SelectMany(node => node.Boundary));
        string list = directories.Roots + "/list";
        if (wanted.Length == 0 || IsHeld(list, wanted, directories.Roots))
            return;

        KeptWriter kept = new(Title);
        kept.Texts(wanted);
        string generation = kept.DigestSoFar().ToString()[..ShownDigest];
        List<string> links = [];
        _ = FileSystem.MakeDirectories(ByteText.Encode(directories.Roots), 0x1FF);
        int part = 0;
        foreach (string[] words in Parts(wanted))
        {
            string root = $"{directories.Roots}/{generation}.{part++}";
            ProgramRun run = ProgramRun.Run(environment, "nix-store", [.. (string[])["--realise", "--add-root", root], .. words]);
            if (!run.Succeeded)
                throw new UnitFault($"Nix can't build or fetch what the units take from the store (status {run.Status}):\n{run.Error.Trim('\n')}");
            links.AddRange(run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => PlainFiles.IsWithin(line, directories.Roots)));
        }

        kept.Texts([.. links.SelectMany(link => new[] { link, Target(link) ?? "" })]);
        kept.Commit(list);
        foreach (string name in PlainFiles.Names(directories.Roots).Where(name => name != "list" && !name.StartsWith(generation, StringComparison.Ordinal)))
            _ = FileSystem.Unlink(ByteText.Encode($"{directories.Roots}/{name}"));
    }

    /// <summary>Each path once, with all outputs of it that somebody needs, in one order.</summary>
    internal static string[] Merged(IEnumerable<string> words)
    {
        SortedDictionary<string, SortedSet<string>> outputs = new(StringComparer.Ordinal);
        foreach (string word in words)
        {
            int mark = word.LastIndexOf('!');
            string path = mark < 0 ? word : word[..mark];
            if (!outputs.TryGetValue(path, out SortedSet<string>? names))
                outputs[path] = names = new SortedSet<string>(StringComparer.Ordinal);
            if (mark >= 0)
                names.UnionWith(word[(mark + 1)..].Split(','));
        }

        return [.. outputs.Select(entry => entry.Value.Count == 0 ? entry.Key : $"{entry.Key}!{string.Join(',', entry.Value)}")];
    }

    private static bool IsHeld(string list, string[] wanted, string roots)
    {
        if (KeptReader.Open(list, Title) is not { } reader || !reader.Texts().SequenceEqual(wanted, StringComparer.Ordinal))
            return false;
        string[] links = reader.Texts();
        if (!reader.IsComplete || links.Length == 0 || links.Length % 2 != 0)
            return false;
        for (int i = 0; i < links.Length; i += 2)
        {
            if (!PlainFiles.IsWithin(links[i], roots) || Target(links[i]) != links[i + 1] || FileSystem.LinkStat(ByteText.Encode(links[i + 1]), out _) != Errno.None)
                return false;
        }

        return true;
    }

    private static string? Target(string link) => FileSystem.ReadLink(ByteText.Encode(link)) is { } target ? ByteText.Decode(target) : null;

    private static IEnumerable<string[]> Parts(string[] words)
    {
        List<string> part = [];
        int length = 0;
        foreach (string word in words)
        {
            if (length + word.Length > LongestCommand)
            {
                yield return [.. part];
                part.Clear();
                length = 0;
            }

            part.Add(word);
            length += word.Length + 1;
        }

        yield return [.. part];
    }
}
