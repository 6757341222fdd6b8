using System.Text;
using Larder.Caching.Settings;
using Larder.CommandLine.Text;
using Larder.Posix;
using Larder.Storage;

namespace Larder.CommandLine.Reporting;

/// <summary>
/// What takes the room, for people and for programs. The JSON has an array per group, of objects with "name", "size_bytes" and "files"; sizes are those on
/// disk. "shared" are results that several manifests lead to. Groups by compiler and namespace are of results alone, for nothing else says whose it is.
/// </summary>
internal static class CensusReport
{
    /// <summary>The groups, in the order in which they are shown.</summary>
    internal static readonly string[] Groups = ["kind", "age", "size", "compiler", "namespace"];

    internal static void WriteTable(StoreCensus census, CacheSettings settings, string[] groups, TextWriter output)
    {
        output.WriteLine($"{ByteText.Show(settings.Directory)}: {Quantity.Bytes(census.Total.Bytes)} in {Quantity.Of(census.Total.Files, "file", "files")}");
        (StoreSize shared, long manifests) = census.Shared;
        if (shared.Files > 0)
            output.WriteLine($"Shared: {Quantity.Bytes(shared.Bytes)} in {Quantity.Of(shared.Files, "result", "results")} that {manifests} manifests lead to");
        foreach (string group in Wanted(groups))
        {
            List<(string Name, StoreSize Size)> rows = Rows(census, group);
            if (rows.Count == 0)
                continue;
            output.WriteLine();
            output.WriteLine(Title(group));
            AlignedTable table = new(false, true, true, true);
            foreach ((string name, StoreSize size) in rows)
                table.Add("  " + name, Quantity.Bytes(size.Bytes), Quantity.Share((ulong)size.Bytes, (ulong)census.Total.Bytes), Quantity.Of(size.Files, "file", "files"));
            table.WriteTo(output);
        }
    }

    internal static void WriteJson(StoreCensus census, CacheSettings settings, string[] groups, TextWriter output) =>
        JsonText.Write(output, json =>
        {
            json.WriteString("directory", JsonText.Of(settings.Directory));
            json.WriteNumber("size_bytes", census.Total.Bytes);
            json.WriteNumber("files", census.Total.Files);
            json.WriteStartObject("shared");
            json.WriteNumber("results", census.Shared.Results.Files);
            json.WriteNumber("size_bytes", census.Shared.Results.Bytes);
            json.WriteNumber("manifests", census.Shared.Manifests);
            json.WriteEndObject();
            foreach (string group in Wanted(groups))
            {
                json.WriteStartArray(group);
                foreach ((string name, StoreSize size) in Rows(census, group))
                {
                    json.WriteStartObject();
                    json.WriteString("name", name);
                    json.WriteNumber("size_bytes", size.Bytes);
                    json.WriteNumber("files", size.Files);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            }
        });

    private static IEnumerable<string> Wanted(string[] groups) => Groups.Where(groups.Contains);

    private static string Title(string group) => group switch
    {
        "kind" => "By kind",
        "age" => "By last use",
        "size" => "By size of the file",
        "compiler" => "Results by compiler",
        _ => "Results by namespace",
    };

    /// <summary>Those that there are; by size where they have no order of their own.</summary>
    private static List<(string Name, StoreSize Size)> Rows(StoreCensus census, string group)
    {
        IEnumerable<(string Name, StoreSize Size)> rows = group switch
        {
            "kind" => BySize(census.Kinds.Select(static kind => (NameOf(kind.Key), kind.Value))),
            "age" => Bounded(census.Ages, "within the last ", "longer ago", static bound => Duration(bound)),
            "size" => Bounded(census.Sizes.Select(static size => (size.UpTo, size.Size)), "up to ", "larger", static bound => Quantity.Bytes(bound)),
            "compiler" => BySize(ByCompiler(census)),
            _ => BySize(census.Namespaces.Select(static name => (name.Key.Length == 0 ? "(none)" : ByteText.Show(name.Key), name.Value))),
        };
        return [.. rows.Where(static row => row.Size.Files > 0)];
    }

    private static IEnumerable<(string Name, StoreSize Size)> BySize(IEnumerable<(string Name, StoreSize Size)> rows) =>
        rows.OrderByDescending(static row => row.Size.Bytes).ThenBy(static row => row.Name, StringComparer.Ordinal);

    private static IEnumerable<(string Name, StoreSize Size)> Bounded(
        IEnumerable<(long? Bound, StoreSize Size)> groups, string below, string rest, Func<long, string> show) =>
        groups.Select(group => (group.Bound is { } bound ? below + show(bound) : rest, group.Size));

    /// <summary>A path stands alone where only one compiler has been there, else with the beginning of the digest that tells them apart.</summary>
    private static IEnumerable<(string Name, StoreSize Size)> ByCompiler(StoreCensus census)
    {
        Dictionary<string, int> versions = census.Compilers.Keys.GroupBy(static key => key.Path, StringComparer.Ordinal).ToDictionary(static path => path.Key, static path => path.Count(), StringComparer.Ordinal);
        foreach (((string path, Digest toolchain), StoreSize size) in census.Compilers)
        {
            string name = path.Length == 0 ? "(not said)" : ByteText.Show(Encoding.Latin1.GetBytes(path));
            yield return (versions[path] > 1 ? $"{name} ({toolchain.ToString()[..8]})" : name, size);
        }
    }

    private static string NameOf(EntryKind kind) => kind switch
    {
        EntryKind.Manifest => "manifests",
        EntryKind.Result => "results",
        EntryKind.Toolchain => "compilers' identities",
        EntryKind.PrecompiledHeader => "precompiled headers' contents",
        _ => "kind " + ((int)kind).ToString(),
    };

    private static string Duration(long seconds) => seconds < 86400 ? Quantity.Of(seconds / 3600, "hour", "hours") : Quantity.Of(seconds / 86400, "day", "days");
}
