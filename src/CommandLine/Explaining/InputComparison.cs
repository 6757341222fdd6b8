using Larder.Caching.Inputs;
using Larder.Posix;
using Larder.Storage;
using Larder.Storage.Manifests;

namespace Larder.CommandLine.Explaining;

/// <summary>
/// Compares what a compile read with what it read before, or with what is there now. Names causes only: a header that is new because another one
/// includes it now is a consequence.
/// </summary>
internal sealed class InputComparison(ChangedLines lines)
{
    /// <summary>Two compiles.</summary>
    internal List<Cause> Compare(InputView before, InputView after)
    {
        List<Cause> changed = [];
        foreach ((byte[] path, InputKind kind, Digest digest) in after.Files)
        {
            string name = ByteText.Decode(path);
            if (kind is InputKind.Immutable || !before.ByPath.TryGetValue((name, kind), out Digest was) || was == digest)
                continue;
            changed.Add(kind is InputKind.Content or InputKind.SeenContent ? FileChanged(path, in was, in digest) : OtherwiseChanged(name, kind));
        }

        bool hasChanged = changed.Exists(static cause => cause.Kind == CauseKind.File);
        if (hasChanged)
            changed.RemoveAll(static cause => cause.Kind != CauseKind.File);
        List<string> appeared = [.. Contents(after).Where(path => before.LacksAt(path))];
        List<string> lost = [.. Contents(before).Where(path => after.LacksAt(path))];
        foreach (string path in appeared)
            changed.Add(Appeared(path, Contents(before).Where(other => !after.ByPath.ContainsKey((other, InputKind.Content)))) is { Kind: CauseKind.Shadowed } shadowing
                ? shadowing
                // What #include_next goes on to is read still.
                : Appeared(path, after.ByPath.ContainsKey((path, InputKind.Content)) ? Contents(before) : []));
        foreach (string path in lost)
            changed.Add(Lost(path, Contents(after).Where(other => !before.ByPath.ContainsKey((other, InputKind.Content)))));

        // With other texts others are included, or no longer: of these only what stands in another's place is a cause of its own.
        if (hasChanged)
            changed.RemoveAll(static cause => cause.Kind == CauseKind.Appeared || (cause.Kind == CauseKind.Gone && cause.Now.Length == 0));
        return changed;
    }

    /// <summary>A compile with what is there now, as seen from the working directory.</summary>
    internal List<Cause> CompareWithNow(InputView before)
    {
        FileDigester digester = new(null);
        List<Cause> changed = [];
        foreach ((byte[] path, InputKind kind, Digest was) in before.Files)
        {
            if (kind is InputKind.Immutable or InputKind.SameAsDistinct or InputKind.PrecompiledHeader or InputKind.PrecompiledHeaderAndText)
                continue;
            string name = ByteText.Decode(path);
            int error = digester.Digest(path, out Digest now, out FileStatus status);
            if (kind is InputKind.Content && error == Errno.None)
            {
                if (now != was)
                    changed.Add(FileChanged(path, in was, in now));
            }
            else if (Errno.SaysAbsent(FileSystem.Stat(path, out status)))
            {
                if (!changed.Exists(cause => cause.Kind == CauseKind.Gone && cause.File == name))
                    changed.Add(Lost(name, []));
            }
            else if (!HoldsAlone(path, kind, in was, digester))
            {
                changed.Add(OtherwiseChanged(name, kind));
            }
        }

        foreach (string path in before.Absent)
        {
            if (!Errno.SaysAbsent(FileSystem.Stat(ByteText.Encode(path), out _)))
                changed.Add(Appeared(path, Contents(before)));
        }

        return changed;
    }

    /// <summary>A directory that has appeared is named by what is found in it.</summary>
    private static Cause Appeared(string path, IEnumerable<string> others)
    {
        string? shadowed = others.Where(other => other != path && (FileName(other) == FileName(path) || Suffix(other, path) > 0))
            .OrderByDescending(other => Suffix(other, path)).ThenBy(static other => other.Count(static letter => letter == '/')).FirstOrDefault();
        return shadowed is not null
            ? new Cause(CauseKind.Shadowed, $"`{Show(path)}` now shadows `{Show(shadowed)}`") { File = path, Was = shadowed, Now = path }
            : new Cause(CauseKind.Appeared, $"`{Show(path)}` has appeared, where it was looked for in vain before") { File = path, Now = path };
    }

    private static Cause Lost(string path, IEnumerable<string> others)
    {
        string? instead = others.Where(other => FileName(other) == FileName(path)).OrderByDescending(other => Suffix(other, path)).FirstOrDefault();
        return instead is not null
            ? new Cause(CauseKind.Gone, $"`{Show(path)}` is gone: `{Show(instead)}` is found in its place") { File = path, Was = path, Now = instead }
            : new Cause(CauseKind.Gone, $"`{Show(path)}` is gone") { File = path, Was = path };
    }

    private static Cause OtherwiseChanged(string path, InputKind kind)
    {
        string what = kind switch
        {
            InputKind.RealPath or InputKind.Unlinked or InputKind.NotShorter => "leads elsewhere now (a link)",
            InputKind.DistinctDirectory or InputKind.DistinctFile or InputKind.SameAsDistinct => "and another path lead to one file now, or no longer do",
            InputKind.Modified => "has another time of modification, which a precompiled header holds",
            InputKind.PrecompiledHeader or InputKind.PrecompiledHeaderAndText => "was made of other texts or by another compiler (a precompiled header)",
            InputKind.Listing => "holds other names (a directory)",
            _ => "is something else now",
        };
        return new Cause(CauseKind.FileChanged, $"`{Show(path)}` {what}") { File = path };
    }

    private Cause FileChanged(byte[] path, in Digest was, in Digest now)
    {
        (string place, int line) = lines.Between(path, in was, in now);
        return new Cause(CauseKind.File, $"`{ByteText.Show(path)}` changed{place}") { File = ByteText.Decode(path), Line = line };
    }

    private static bool HoldsAlone(byte[] path, InputKind kind, in Digest digest, FileDigester digester)
    {
        InputSetBuilder one = new();
        one.Add(path, kind, in digest);
        return !InputSet.TryRead(one.Build(), out InputSet set) || InputValidator.Holds(in set, digester, headers: null, out _);
    }

    private static IEnumerable<string> Contents(InputView view) =>
        view.Files.Where(static file => file.Kind is InputKind.Content or InputKind.Present).Select(static file => ByteText.Decode(file.Path)).Distinct(StringComparer.Ordinal);

    private static string FileName(string path) => path[(path.LastIndexOf('/') + 1)..];

    /// <summary>How many of the last components two paths have in common.</summary>
    private static int Suffix(string a, string b)
    {
        string[] left = a.Split('/');
        string[] right = b.Split('/');
        int count = 0;
        while (count < left.Length && count < right.Length && left[^(count + 1)] == right[^(count + 1)])
            count++;
        return count;
    }

    private static string Show(string path) => ByteText.Show(ByteText.Encode(path));
}
