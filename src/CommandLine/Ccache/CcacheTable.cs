namespace Larder.CommandLine.Ccache;

/// <summary>
/// Lines as ccache's statistics have them, in columns that are as wide as they must be:
/// <code>
/// Cacheable calls:      2 /    3 (66.67%)
///   Cache size (GB): 0.00 / 5.00 ( 0.00%)
/// </code>
/// </summary>
internal sealed class CcacheTable
{
    /// <summary>Marks a row as one of text.</summary>
    private const string Text = "text";

    private readonly List<(string Label, string Value, string Total, string Share)> _rows = [];

    internal void Add(string label, string value = "", string total = "", string share = "") => _rows.Add((label, value, total, share));

    internal void Add(string label, ulong value) => Add(label, value.ToString());

    /// <summary>A text, which begins where the columns do.</summary>
    internal void AddText(string label, string text) => _rows.Add((label, text, Text, ""));

    /// <summary>A part of a whole.</summary>
    internal void AddRatio(string label, ulong part, ulong whole)
    {
        if (whole == 0)
            Add(label, part);
        else
            Add(label, part.ToString(), whole.ToString(), Share(part, whole));
    }

    internal static string Share(double part, double whole)
    {
        double percent = 100 * part / whole;
        return $"({percent.ToString(percent >= 99.995 ? "F1" : "F2"),5}%)";
    }

    internal void WriteTo(TextWriter output)
    {
        int labels = _rows.Max(static row => row.Value.Length == 0 ? 0 : row.Label.Length);
        int values = _rows.Max(static row => row.Total == Text ? 0 : row.Value.Length);
        int totals = _rows.Max(static row => row.Total == Text ? 0 : row.Total.Length);
        foreach ((string label, string value, string total, string share) in _rows)
        {
            if (value.Length == 0)
                output.WriteLine(label);
            else if (total == Text)
                output.WriteLine($"{label.PadRight(labels)} {value}");
            else if (total.Length == 0)
                output.WriteLine($"{label.PadRight(labels)} {value.PadLeft(values)}");
            else
                output.WriteLine($"{label.PadRight(labels)} {value.PadLeft(values)} / {total.PadLeft(totals)} {share}");
        }
    }
}
