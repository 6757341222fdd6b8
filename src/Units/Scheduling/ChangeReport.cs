using Larder.Storage;
using Larder.Units.Derivations;
using Larder.Units.Graph;
using Larder.Units.Sources;

namespace Larder.Units.Scheduling;

/// <summary>Says in which a unit differs from its last build: the reasons for a rebuild, in the reader's terms.</summary>
internal static class ChangeReport
{
    /// <summary>One line each, the weightiest first; empty: nothing that counts has changed.</summary>
    /// <param name="node">The unit.</param>
    /// <param name="last">Its last build; null: none is known.</param>
    /// <param name="scan">Its source now.</param>
    /// <param name="dependencies">What it sees of others now; null: not known before they are built.</param>
    internal static string[] Of(UnitNode node, BuildRecord? last, SourceScan? scan, DependencyView[]? dependencies)
    {
        if (last is null)
            return ["it has not been built yet"];
        List<string> lines = [];
        if (last.Identity != node.Identity)
            lines.Add(Attributes(node, last.Attributes, BuildRecord.AttributesOf(node.Derivation)));
        if (scan is not null && scan.Digest != last.Source)
            lines.AddRange(Files(last.Files, scan.Files));
        if (dependencies is not null)
            lines.AddRange(Dependencies(last.Dependencies, dependencies));
        return [.. lines];
    }

    private static string Attributes(UnitNode node, SortedDictionary<string, Digest> before, SortedDictionary<string, Digest> now)
    {
        // The source's path and the outputs' change with every evaluation after an edit.
        string[] changed =
        [
            .. before.Keys.Union(now.Keys, StringComparer.Ordinal)
                .Where(name => before.GetValueOrDefault(name) != now.GetValueOrDefault(name) && name != "src" && !node.Outputs.ContainsKey(name))
                .Order(StringComparer.Ordinal),
        ];
        return changed.Length == 0 ? "its derivation changed (its inputs, its builder or their arguments)" : "its derivation changed: " + string.Join(", ", changed);
    }

    private static IEnumerable<string> Files(SourceFile[] before, SourceFile[] now)
    {
        Dictionary<string, SourceFile> earlier = before.ToDictionary(file => file.Path, StringComparer.Ordinal);
        foreach (SourceFile file in now)
        {
            if (!earlier.Remove(file.Path, out SourceFile? old))
                yield return $"{file.Path} is new";
            else if (old.Kind != file.Kind)
                yield return $"{file.Path} is {Describe(file.Kind)} now, it was {Describe(old.Kind)}";
            else if (old.Content != file.Content)
                yield return $"{file.Path} changed";
        }

        foreach (string path in earlier.Keys.Order(StringComparer.Ordinal))
            yield return $"{path} is gone";
    }

    private static string Side(DependencyUse use) => use switch
    {
        DependencyUse.Content => "",
        DependencyUse.Metadata => "'s metadata",
        _ => "'s interface",
    };

    private static string Describe(SourceFileKind kind) => kind switch
    {
        SourceFileKind.File => "a plain file",
        SourceFileKind.Executable => "executable",
        SourceFileKind.Link => "a symbolic link",
        _ => "a directory",
    };

    private static IEnumerable<string> Dependencies(DependencyView[] before, DependencyView[] now)
    {
        Dictionary<string, DependencyView> earlier = before.ToDictionary(view => view.Name, StringComparer.Ordinal);
        foreach (DependencyView view in now)
        {
            if (!earlier.Remove(view.Name, out DependencyView? old))
                yield return $"{view.Name} can be seen now, and could not before";
            else if (old.Use != view.Use)
                yield return $"{view.Name} counts otherwise than before (it has programs now, or is linked, or isn't any more)";
            else if (old.Digest != view.Digest)
                yield return $"{view.Name}{Side(view.Use)} changed";
        }

        foreach (string name in earlier.Keys.Order(StringComparer.Ordinal))
            yield return $"{name} cannot be seen any more";
    }
}
