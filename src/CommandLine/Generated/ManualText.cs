using System.Text;

namespace Larder.CommandLine.Generated;

/// <summary>Writes a manual page in the macros of man(7), which all of groff, mandoc and man-db understand.</summary>
internal sealed class ManualText
{
    private readonly StringBuilder _text = new();
    private bool _isBegun;

    /// <param name="name">The page's.</param>
    /// <param name="section">Of the manual.</param>
    /// <param name="summary">One line.</param>
    internal ManualText(string name, int section, string summary)
    {
        _text.Append(".\\\" Made by \"larder-cli generate\"; the source is what \"larder help\" says.\n");
        _text.Append($".TH {name.ToUpperInvariant()} {section} \"\" \"larder {CommandLineInterface.Version}\" \"larder\"\n");
        Section("NAME");
        _text.Append($"{Escape(name)} \\- {Escape(summary)}\n");
    }

    internal void Section(string title)
    {
        _text.Append($".SH {title}\n");
        _isBegun = false;
    }

    internal void Paragraph(string text)
    {
        Begin();
        _text.Append(Line(text));
    }

    /// <summary>A term, bold, and what is said of it.</summary>
    internal void Item(string term, params IEnumerable<string> said)
    {
        _isBegun = true;
        _text.Append($".TP\n\\fB{Escape(term)}\\fP\n");
        bool isFirst = true;
        foreach (string text in said)
        {
            _text.Append(isFirst ? "" : ".br\n").Append(Line(text));
            isFirst = false;
        }
    }

    /// <summary>Lines as they are.</summary>
    internal void Verbatim(string text)
    {
        Begin();
        _text.Append(".nf\n");
        foreach (string line in text.TrimEnd('\n').Split('\n'))
            _text.Append(Line(line));
        _text.Append(".fi\n");
    }

    /// <summary>A paragraph; a section's first needs no macro.</summary>
    private void Begin()
    {
        _text.Append(_isBegun ? ".PP\n" : "");
        _isBegun = true;
    }

    public override string ToString() => _text.ToString();

    /// <summary>A line of text that is none of a macro, whatever it begins with.</summary>
    private static string Line(string text) => (text.StartsWith('.') || text.StartsWith('\'') ? "\\&" : "") + Escape(text) + "\n";

    /// <summary>A '-' is one that can be typed, and so are quotes.</summary>
    private static string Escape(string text) => text
        .Replace("\\", "\\e", StringComparison.Ordinal)
        .Replace("-", "\\-", StringComparison.Ordinal)
        .Replace("'", "\\(aq", StringComparison.Ordinal)
        .Replace("`", "\\(ga", StringComparison.Ordinal)
        .Replace("~", "\\(ti", StringComparison.Ordinal)
        .Replace("^", "\\(ha", StringComparison.Ordinal);
}
