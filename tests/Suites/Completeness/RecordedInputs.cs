using System.Text;
using Larder.Caching.Toolchains;
using Larder.Posix;
using Larder.Storage;
using Larder.Storage.Manifests;

namespace Larder.Suites.Completeness;

/// <summary>
/// What all manifests and toolchain entries of a cache directory record, read with the project's own code, and whether a probe
/// of a compiler is covered by it. What is recorded is compared by where it leads: a probe is covered where a recorded path
/// comes to the same file, or to the same missing name, through all the links that the probe went through.
/// </summary>
public sealed class RecordedInputs
{
    private readonly string _workingDirectory;
    private readonly List<(InputKind Kind, KernelWalk Walk)> _present = [];
    private readonly Dictionary<string, List<KernelWalk>> _byEnd = new(StringComparer.Ordinal);
    private readonly Dictionary<(string, string), List<KernelWalk>> _absent = [];
    private readonly HashSet<string> _listings = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<KernelWalk>> _directories = new(StringComparer.Ordinal);

    private RecordedInputs(string workingDirectory) => _workingDirectory = workingDirectory;

    public int Manifests { get; private set; }

    public int Toolchains { get; private set; }

    public static RecordedInputs Read(string cache, string workingDirectory)
    {
        RecordedInputs inputs = new(workingDirectory);
        LocalStore store = new(new StoreOptions { Directory = Encoding.UTF8.GetBytes(cache), ReadOnly = true });
        foreach (string file in Directory.GetFiles(Path.Combine(cache, "v1"), "*.?", SearchOption.AllDirectories))
        {
            if (StoreLayout.TryParseEntryName(Encoding.UTF8.GetBytes(Path.GetFileName(file)), out EntryKind kind, out Digest key)
                && kind != EntryKind.Result)
                inputs.AddEntry(kind, store.ReadEntry(kind, in key).Payload.Span);
        }

        return inputs;
    }

    /// <summary>Null where the probe is covered, else why it isn't.</summary>
    public string? WhyNotCovered(FileProbe probe)
    {
        KernelWalk walk = KernelWalk.Of(probe.Path, _workingDirectory, probe.StopsAtLink);
        if (!walk.Exists)
        {
            if (_listings.Contains(walk.End))
                return null;
            return !_absent.TryGetValue((walk.End, walk.MissingName!), out List<KernelWalk>? absences)
                ? $"its absence is not recorded ({walk.MissingName} in {walk.End})"
                : WhyLinksDiffer(walk, absences);
        }

        if (probe.ListsDirectory && walk.Directories.Contains(walk.End))
            return _listings.Contains(walk.End) ? null : "its names were listed, and the listing is not recorded";
        if (probe.ReadsLink && probe.Succeeded)
        {
            return _present.Exists(p => p.Kind == InputKind.RealPath && p.Walk.Links.Contains(walk.End))
                ? null
                : "it is a link that was read, and where it leads is not recorded";
        }

        if (walk.Directories.Contains(walk.End))
        {
            return !_directories.TryGetValue(walk.End, out List<KernelWalk>? through)
                ? "that this directory is there is not recorded"
                : WhyLinksDiffer(walk, through);
        }

        return !_byEnd.TryGetValue(walk.End, out List<KernelWalk>? found) ? "it is not recorded" : WhyLinksDiffer(walk, found);
    }

    private static string? WhyLinksDiffer(KernelWalk walk, List<KernelWalk> recorded) =>
        recorded.Exists(r => walk.Links.IsSubsetOf(r.Links))
            ? null
            : $"it is recorded, but by a way that leaves out the link {walk.Links.First()}";

    private void AddEntry(EntryKind kind, ReadOnlySpan<byte> payload)
    {
        if (kind == EntryKind.Toolchain)
        {
            Toolchains++;
            ToolchainEntry.Find(payload, (in InputSet inputs) =>
            {
                AddSet(in inputs);
                return false;
            });
            return;
        }

        // What a precompiled header, or a module's file, is made of stands in the manifests of its users too.
        if (kind == EntryKind.PrecompiledHeader)
            return;
        Assert.True(Manifest.TryRead(payload, out Manifest manifest));
        foreach (ManifestVariant variant in manifest)
        {
            Manifests++;
            Assert.True(variant.TryReadInputs(out InputSet inputs));
            AddSet(in inputs);
        }
    }

    private void AddSet(in InputSet set)
    {
        for (int i = 0; i < set.FileCount; i++)
            AddPresent(set.FileKind(i), Text(in set, set.FilePath(i)));
        for (int group = 0; group < set.GroupCount; group++)
        {
            string directory = Text(in set, set.GroupDirectory(group));
            for (int name = 0; name < set.GroupNameCount(group); name++)
                AddAbsent(directory, Text(in set, set.GroupName(group, name)));
        }
    }

    private static string Text(in InputSet set, int offset) => Encoding.UTF8.GetString(set.TextAt(offset));

    private void AddPresent(InputKind kind, string path)
    {
        KernelWalk walk = KernelWalk.Of(path, _workingDirectory);
        Assert.True(walk.Exists, $"recorded as {kind}, and not there: {path}");
        _present.Add((kind, walk));
        Add(_byEnd, walk.End, walk);
        foreach (string directory in walk.Directories)
            Add(_directories, directory, walk);
        if (kind == InputKind.Listing)
            _listings.Add(walk.End);
    }

    private void AddAbsent(string directory, string name)
    {
        KernelWalk walk = KernelWalk.Of(directory + "/" + name, _workingDirectory);
        Assert.False(walk.Exists, $"recorded as absent, and there: {directory}/{name}");
        Add(_absent, (walk.End, walk.MissingName!), walk);
    }

    private static void Add<TKey>(Dictionary<TKey, List<KernelWalk>> into, TKey key, KernelWalk walk)
        where TKey : notnull
    {
        if (!into.TryGetValue(key, out List<KernelWalk>? list))
            into.Add(key, list = []);
        list.Add(walk);
    }
}
