using System.Text.RegularExpressions;
using Larder.CommandLine.Explaining;

namespace Larder.CommandLine.Tests;

public sealed partial class ExplainDocumentTests
{
    [Fact]
    public void Each_cause_stands_in_the_document()
    {
        string text = File.ReadAllText(SourceRoot.PathOf("docs/explain.md"));
        IEnumerable<string> rows = text.Split('\n').SkipWhile(static line => !line.StartsWith("| kind |", StringComparison.Ordinal)).Skip(2)
            .TakeWhile(static line => line.StartsWith('|')).SelectMany(static line => Word().Matches(line.Split('|')[1]).Select(static match => match.Groups[1].Value));
        Assert.Equal(Enum.GetValues<CauseKind>().Select(ExplanationJson.NameOf).Order(StringComparer.Ordinal), rows.Order(StringComparer.Ordinal));
    }

    [GeneratedRegex("`([a-z_]+)`")]
    private static partial Regex Word();
}
