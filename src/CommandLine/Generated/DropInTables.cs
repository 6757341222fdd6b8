using System.Text;
using Larder.Caching.Settings;
using Larder.Caching.Settings.Foreign;
using Larder.CommandLine.Ccache;
using Larder.CommandLine.Text;
using Larder.Compilers;
using Larder.Posix;
using Larder.Storage;

namespace Larder.CommandLine.Generated;

/// <summary>The tables of docs/drop-in.md: what becomes of each setting of ccache's and sccache's, and what is counted under each of ccache's ids.</summary>
internal static class DropInTables
{
    internal static string Markdown()
    {
        StringBuilder text = new();
        text.Append("## ccache's settings\n\n| ccache.conf | environment | here |\n|---|---|---|\n");
        foreach (ForeignRow row in CcacheSettings.Rows)
            text.Append($"| {Code(row.Name)} | {Code("CCACHE_" + row.Variable)} | {Meaning(row)} |\n");
        text.Append("\n## sccache's settings\n\n| environment | here |\n|---|---|\n");
        foreach (ForeignRow row in SccacheSettings.Rows)
            text.Append($"| {Code("SCCACHE_" + row.Variable)} | {Meaning(row)} |\n");
        text.Append("\n## ccache's commands\n\n| command | here |\n|---|---|\n");
        foreach (CcacheOption option in CcacheOptions.All)
            text.Append($"| {(option.Letter == '\0' ? "" : Code("-" + option.Letter) + " ")}{Code(("--" + option.Name + " " + option.Value).TrimEnd())} | {option.Help} |\n");
        text.Append("\n## ccache's counters\n\n| id | what larder counts under it |\n|---|---|\n");
        foreach (CcacheCounter counter in CcacheCounters.All)
            text.Append($"| {Code(counter.Id)} | {Counted(counter.Id)} |\n");
        return text.ToString();
    }

    private static string Meaning(ForeignRow row)
    {
        string remark = row.Remark.Length == 0 ? "" : $"; {row.Remark}";
        return row.Use switch
        {
            ForeignUse.Mapped => Code(ByteText.Decode(SettingTable.Row(row.Target).Name)) + remark,
            ForeignUse.Compiler => "the compiler that runs",
            ForeignUse.SearchPath => "where compilers are searched, instead of in PATH",
            ForeignUse.Always => "nothing to do: " + row.Remark,
            _ => "**not used**: " + row.Remark,
        };
    }

    private static string Counted(string id)
    {
        IEnumerable<Counter> counters = Enum.GetValues<Counter>().Where(static counter => CounterNames.Of(counter).Length > 0)
            .Concat(Enumerable.Range(1, RefusalReasons.Highest).Select(static reason => Counter.FirstRefusal + (ushort)reason));
        string[] names = [.. counters.Where(counter => CcacheCounters.IdOf(counter) == id).Select(static counter => Code(Reporting.CounterRows.NameOf((ushort)counter))).Distinct(StringComparer.Ordinal)];
        return names.Length > 0 ? string.Join(", ", names) : id switch
        {
            "direct_cache_miss" or "local_storage_miss" or "local_storage_read_miss" => "as `cache_miss`: misses are not told apart",
            "local_storage_hit" or "local_storage_read_hit" => "`direct_hit`, `comment_hit`, `preprocessed_hit`: results, not files",
            _ => "nothing: always 0",
        };
    }

    private static string Code(string text) => text.Length == 0 ? "" : $"`{text}`";
}
