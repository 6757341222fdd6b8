using System.Globalization;
using System.Text;

namespace Larder.Testing;

/// <summary>
/// Prometheus' text format 0.0.4, read strictly (prometheus.io, "Exposition formats"): what a scraper would refuse or guess at is refused here, and the conventions for
/// names besides ("Metric and label naming").
/// </summary>
internal sealed class PrometheusSamples
{
    private readonly Dictionary<string, double> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _types = new(StringComparer.Ordinal);

    /// <summary>The metrics that there are.</summary>
    internal IEnumerable<string> Names => _types.Keys;

    /// <summary>The value of one series, its labels in any order.</summary>
    internal double this[string name, params (string Name, string Value)[] labels] =>
        _values.TryGetValue(KeyOf(name, labels), out double value) ? value : throw new KeyNotFoundException($"no {KeyOf(name, labels)} in\n{string.Join('\n', _values.Keys)}");

    internal static PrometheusSamples Parse(string text)
    {
        PrometheusSamples samples = new();
        Demand(text.EndsWith('\n'), "the last line ends in a line feed");
        Demand(!text.Contains('\r', StringComparison.Ordinal), "lines end in a line feed alone");
        string helped = string.Empty;
        string current = string.Empty;
        foreach (string line in text[..^1].Split('\n'))
        {
            string[] words = line.Split(' ', 4);
            if (line.StartsWith("# HELP ", StringComparison.Ordinal))
            {
                Demand(words.Length == 4 && IsName(words[2], colons: true), line);
                Demand(!samples._types.ContainsKey(words[2]), "one HELP for each: " + line);
                helped = words[2];
            }
            else if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
            {
                Demand(words.Length == 4 && words[2] == helped && words[3] is "counter" or "gauge", line);
                Demand(samples._types.TryAdd(words[2], words[3]), "one TYPE for each: " + line);
                Demand(words[2].EndsWith("_total", StringComparison.Ordinal) == (words[3] == "counter"), "_total is of counters: " + line);
                current = words[2];
            }
            else
            {
                samples.Add(line, current);
            }
        }

        return samples;
    }

    private void Add(string line, string current)
    {
        int at = 0;
        while (at < line.Length && line[at] is not ('{' or ' '))
            at++;
        string name = line[..at];
        Demand(name == current && IsName(name, colons: true), "a sample stands below its TYPE: " + line);
        List<(string Name, string Value)> labels = [];
        if (line[at] == '{')
        {
            do
            {
                labels.Add(ReadLabel(line, ref at));
            }
            while (line[at] == ',');
            Demand(line[at++] == '}', line);
        }

        Demand(labels.Select(static label => label.Name).Distinct(StringComparer.Ordinal).Count() == labels.Count, "a label once: " + line);
        Demand(at < line.Length && line[at] == ' ', line);
        string number = line[(at + 1)..];
        Demand(double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) && number == number.Trim(), line);
        Demand(value >= 0 || _types[name] == "gauge", "a counter is not negative: " + line);
        Demand(_values.TryAdd(KeyOf(name, [.. labels]), value), "a series once: " + line);
    }

    private static (string Name, string Value) ReadLabel(string line, ref int at)
    {
        int equals = line.IndexOf('=', at);
        Demand(equals > 0 && line[equals + 1] == '"', line);
        string name = line[(at + 1)..equals];
        Demand(IsName(name, colons: false) && !name.StartsWith("__", StringComparison.Ordinal), line);
        StringBuilder value = new();
        for (at = equals + 2; line[at] != '"'; at++)
        {
            if (line[at] != '\\')
            {
                value.Append(line[at]);
                continue;
            }

            at++;
            Demand(line[at] is '\\' or '"' or 'n', "an escape that there isn't: " + line);
            value.Append(line[at] == 'n' ? '\n' : line[at]);
        }

        at++;
        return (name, value.ToString());
    }

    private static string KeyOf(string name, (string Name, string Value)[] labels) =>
        name + string.Concat(labels.OrderBy(static label => label.Name, StringComparer.Ordinal).Select(static label => $"|{label.Name}={label.Value}"));

    private static bool IsName(string text, bool colons) =>
        text.Length > 0 && !char.IsAsciiDigit(text[0]) && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_' || (colons && letter == ':'));

    private static void Demand(bool holds, string what)
    {
        if (!holds)
            throw new FormatException(what);
    }
}
