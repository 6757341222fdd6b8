using System.Buffers;
using System.Text;

namespace Larder.CommandLine.Reports.Page;

/// <summary>
/// Writes HTML and the SVG in it. All text goes through here and is escaped: names of files, options and builds are anybody's.
/// </summary>
internal sealed class Markup
{
    /// <summary>What can end a text or a value, and what cannot be seen but turns what is seen around (Unicode's bidirectional controls).</summary>
    private static readonly SearchValues<char> s_special = SearchValues.Create("&<>\"'`\u200E\u200F\u2028\u2029\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069\uFEFF\u061C");

    private readonly StringBuilder _text = new();
    private readonly Stack<string> _open = new();

    /// <summary>Begins an element; <see cref="Close"/> ends it.</summary>
    /// <param name="element">The element's name.</param>
    /// <param name="attributes">Names and values.</param>
    internal Markup Open(string element, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        Begin(element, attributes);
        _text.Append('>');
        _open.Push(element);
        return this;
    }

    internal Markup Close()
    {
        _text.Append("</").Append(_open.Pop()).Append('>');
        return this;
    }

    /// <summary>An element with nothing but text in it.</summary>
    internal Markup Element(string element, string text, params ReadOnlySpan<(string Name, string Value)> attributes) => Open(element, attributes).Text(text).Close();

    /// <summary>An element of SVG's without content.</summary>
    internal Markup Shape(string element, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        Begin(element, attributes);
        _text.Append("/>");
        return this;
    }

    /// <summary>An element of HTML's that has no end.</summary>
    internal Markup Void(string element, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        Begin(element, attributes);
        _text.Append('>');
        return this;
    }

    internal Markup Line()
    {
        _text.Append('\n');
        return this;
    }

    internal Markup Text(string text)
    {
        Escape(text);
        return this;
    }

    /// <summary>A text in which words between backticks are code, as causes have them.</summary>
    internal Markup Prose(string text)
    {
        string[] parts = text.Split('`');
        for (int i = 0; i < parts.Length; i++)
        {
            bool isCode = i % 2 == 1 && i < parts.Length - 1;
            if (isCode)
                Element("code", parts[i]);
            else
                Text((i % 2 == 1 ? "`" : string.Empty) + parts[i]);
        }

        return this;
    }

    /// <summary>A text of this program's own, as it is: the head, the style sheet.</summary>
    internal Markup Raw(string text)
    {
        _text.Append(text);
        return this;
    }

    public override string ToString() => _text.ToString();

    private void Begin(string element, ReadOnlySpan<(string Name, string Value)> attributes)
    {
        _text.Append('<').Append(element);
        foreach ((string name, string value) in attributes)
        {
            _text.Append(' ').Append(name).Append("=\"");
            Escape(value);
            _text.Append('"');
        }
    }

    private void Escape(string text)
    {
        if (!text.AsSpan().ContainsAny(s_special) && !text.AsSpan().ContainsAnyInRange('\0', '\x1F') && !text.AsSpan().ContainsAnyInRange('\x7F', '\x9F') && !text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF'))
        {
            _text.Append(text);
            return;
        }

        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                _text.Append(c).Append(text[++i]);
            else if (c is '&' or '<' or '>' or '"' or '\'' or '`')
                _text.Append("&#").Append((int)c).Append(';');
            else if (c is >= '\uDC80' and <= '\uDCFF')
                _text.Append("\\x").Append((c - 0xDC00).ToString("X2")); // A byte that is no UTF-8 (ByteText).
            else if (char.IsControl(c) || char.IsSurrogate(c) || s_special.Contains(c))
                _text.Append("\\u").Append(((int)c).ToString("X4"));
            else
                _text.Append(c);
        }
    }
}
