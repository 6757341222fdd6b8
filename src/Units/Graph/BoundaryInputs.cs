using Larder.Posix;
using Larder.Units.Files;
using Larder.Units.Layout;
using Larder.Units.Running;
using Larder.Units.StateFiles;

namespace Larder.Units.Graph;

/// <summary>Sees to it that what a graph takes from the store is there, and stays: it is built or fetched by Nix, and held by GC roots.</summary>
/// <remarks>
/// What was wanted at one time is a generation, G being a part of its digest. The roots directory holds Nix's links, G.0, G.0-2, G.0-2-dev …, and G.list, which
/// says what it holds (<see cref="RootList"/>).
/// The last few generations are kept: somebody who builds now one unit and now another needs nothing of Nix for that.
/// </remarks>
internal static class BoundaryInputs
{
    private const string List = ".list";
    private const int ShownDigest = 12;
    private const int MostGenerations = 4;

    // Of the two megabytes that Linux gives arguments and environment together.
    private const int LongestCommand = 1 << 20;

    /// <summary>Does nothing, and starts nothing, where all is held already.</summary>
    /// <param name="graph">What takes something from the store.</param>
    /// <param name="directories">Where the roots are.</param>
    /// <param name="environment">The caller's.</param>
    /// <param name="running">Told of how many derivations and sources, where Nix has to run.</param>
    /// <exception cref="UnitFault">Nix can't build or fetch something: with all that it says.</exception>
    internal static void Realise(UnitGraph graph, UnitDirectories directories, ProcessEnvironment environment, Action<int>? running = null)
    {
        string[] wanted = Merged(graph.Nodes.SelectMany(node => node.Boundary));
        List<string> lists = Lists(directories.Roots);
        if (wanted.Length == 0 || lists.Exists(list => IsHeld(list, wanted, directories.Roots)))
            return;

        running?.Invoke(wanted.Length);
        string generation = $"{directories.Roots}/{NameOf(wanted)}";
        _ = FileSystem.MakeDirectories(ByteText.Encode(directories.Roots), 0x1FF);
        List<string> links = [];
        foreach (string[] words in Parts(wanted))
        {
            ProgramRun run = ProgramRun.Run(environment, "nix-store", [.. (string[])["--realise", "--add-root", $"{generation}.{links.Count}"], .. words]);
            if (!run.Succeeded)
                throw new UnitFault($"Nix can't build or fetch what the units take from the store (status {run.Status}):\n{run.Error.Trim('\n')}");
            links.AddRange(run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => PlainFiles.IsWithin(line, directories.Roots)));
        }

        new RootList(wanted, [.. links.Select(link => (link, Target(link) ?? ""))]).Save(directories, generation + List);
        foreach (string old in lists.Where(list => list != generation + List).Skip(MostGenerations - 1))
            Remove(old[..^List.Length], directories.Roots);
    }

    /// <summary>Each path once, with all outputs of it that somebody needs, in one order.</summary>
    internal static string[] Merged(IEnumerable<string> words) =>
        [.. ByPath(words).Select(entry => entry.Value.Count == 0 ? entry.Key : $"{entry.Key}!{string.Join(',', entry.Value)}")];

    private static SortedDictionary<string, SortedSet<string>> ByPath(IEnumerable<string> words)
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

        return outputs;
    }

    /// <summary>The generations' lists, the youngest first.</summary>
    private static List<string> Lists(string roots) =>
        [.. DirectoryNames.In(roots).Where(name => name.EndsWith(List, StringComparison.Ordinal)).Select(name => $"{roots}/{name}").OrderByDescending(Age)];

    private static long Age(string path) => PlainFiles.Stat(path, out FileStatus status) ? status.Modified.TotalNanoseconds : 0;

    private static string NameOf(string[] wanted)
    {
        StateWriter writer = new("larder unit roots 1");
        writer.Texts(wanted);
        return writer.ToDigest().ToString()[..ShownDigest];
    }

    private static bool IsHeld(string list, string[] wanted, string roots) =>
        RootList.Read(list) is { Links.Length: > 0 } held && Covers(held.Wanted, wanted)
        && Array.TrueForAll(held.Links, link => PlainFiles.IsWithin(link.Path, roots) && Target(link.Path) == link.Target
            && FileSystem.LinkStat(ByteText.Encode(link.Target), out _) == Errno.None);

    private static bool Covers(string[] held, string[] wanted)
    {
        if (held.AsSpan().SequenceEqual(wanted))
            return true;
        SortedDictionary<string, SortedSet<string>> known = ByPath(held);
        return ByPath(wanted).All(entry => known.TryGetValue(entry.Key, out SortedSet<string>? outputs) && entry.Value.IsSubsetOf(outputs));
    }

    private static void Remove(string generation, string roots)
    {
        string name = generation[(roots.Length + 1)..];
        foreach (string link in DirectoryNames.In(roots).Where(other => other.StartsWith(name + ".", StringComparison.Ordinal)))
            _ = FileSystem.Unlink(ByteText.Encode($"{roots}/{link}"));
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
