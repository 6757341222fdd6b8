using System.Globalization;
using System.Text;

namespace Larder.Units.Declaration;

/// <summary>
/// Reads strings and lists of strings from a TOML file (toml.io, 1.0), and steps over all values of other kinds. There is no library for this that the project can take.
/// </summary>
/// <remarks>
/// <code>
/// file    = { blank | "[" name "]" | "[[" name "]]" | key "=" value }     -- one a line, a comment may follow
/// key     = part { "." part }          part = bare | '"' … '"' | "'" … "'"
/// value   = string | "[" { value "," } [ value ] "]" | "{" … "}" | other   -- lists go over lines; "other" ends at , ] } or the line's end
/// string  = '"' … '"' with escapes | "'" … "'" | the same in three quotes, over lines
/// </code>
/// </remarks>
internal sealed class TomlReader
{
    private const int DeepestNesting = 64;

    private readonly string _text;
    private readonly string _path;
    private readonly List<TomlValue> _values = [];
    private int _next;
    private int _line = 1;

    private TomlReader(string text, string path)
    {
        _text = text;
        _path = path;
    }

    /// <summary>In the file's order.</summary>
    internal IReadOnlyList<TomlValue> Values => _values;

    /// <summary>Reads a file's text.</summary>
    /// <exception cref="UnitFault">It is no TOML: with the file, the line and what is wrong there.</exception>
    internal static TomlReader Read(string text, string path)
    {
        TomlReader reader = new(text, path);
        reader.ReadAll();
        return reader;
    }

    private char Here => _next < _text.Length ? _text[_next] : '\0';

    private bool AtEnd => _next >= _text.Length;

    private void ReadAll()
    {
        string section = "";
        for (SkipBlank(overLines: true); !AtEnd; SkipBlank(overLines: true))
        {
            if (Here == '[')
            {
                section = Header();
            }
            else
            {
                int line = _line;
                string name = Key();
                Expect('=');
                SkipBlank(overLines: false);
                (string? text, string[]? strings) = Value(0);
                _values.Add(new TomlValue(section, name, line, text, strings));
            }

            SkipBlank(overLines: false);
            if (!AtEnd && Here != '\n')
                throw Fault("something follows where the line should end");
        }
    }

    private string Header()
    {
        _next++;
        bool isArray = Here == '[';
        if (isArray)
            _next++;
        string name = Key();
        Expect(']');
        if (isArray)
            Expect(']');
        return isArray ? name + "[]" : name;
    }

    private string Key()
    {
        StringBuilder key = new();
        while (true)
        {
            SkipBlank(overLines: false);
            if (Here is '"' or '\'')
            {
                key.Append(String());
            }
            else
            {
                int start = _next;
                while (char.IsAsciiLetterOrDigit(Here) || Here is '_' or '-')
                    _next++;
                if (_next == start)
                    throw Fault("a name is expected");
                key.Append(_text, start, _next - start);
            }

            SkipBlank(overLines: false);
            if (Here != '.')
                return key.ToString();
            _next++;
            key.Append('.');
        }
    }

    private (string? Text, string[]? Strings) Value(int depth)
    {
        if (depth > DeepestNesting)
            throw Fault("values are nested too deeply");
        switch (Here)
        {
            case '"' or '\'':
                return (String(), null);
            case '[':
                return (null, List(depth));
            case '{':
                SkipTable(depth);
                return (null, null);
            default:
                int start = _next;
                while (!AtEnd && Here is not (',' or ']' or '}' or '\n' or '#'))
                    _next++;
                return _text.AsSpan(start, _next - start).Trim().IsEmpty ? throw Fault("a value is expected") : (null, null);
        }
    }

    private string[]? List(int depth)
    {
        List<string>? strings = [];
        _next++;
        for (SkipBlank(overLines: true); Here != ']'; SkipBlank(overLines: true))
        {
            if (Value(depth + 1).Text is { } text)
                strings?.Add(text);
            else
                strings = null;
            SkipBlank(overLines: true);
            if (Here == ',')
                _next++;
            else if (Here != ']')
                throw Fault("\",\" or \"]\" is expected");
        }

        _next++;
        return strings?.ToArray();
    }

    private void SkipTable(int depth)
    {
        _next++;
        for (SkipBlank(overLines: true); Here != '}'; SkipBlank(overLines: true))
        {
            Key();
            Expect('=');
            SkipBlank(overLines: true);
            Value(depth + 1);
            SkipBlank(overLines: true);
            if (Here == ',')
                _next++;
            else if (Here != '}')
                throw Fault("\",\" or \"}\" is expected");
        }

        _next++;
    }

    private string String()
    {
        char quote = Here;
        bool isLong = _text.AsSpan(_next).StartsWith(new string(quote, 3));
        _next += isLong ? 3 : 1;
        if (isLong && Here == '\n')
            Step();
        StringBuilder text = new();
        while (true)
        {
            if (AtEnd || (!isLong && Here == '\n'))
                throw Fault("a string has no end");
            if (Here == quote && (!isLong || _text.AsSpan(_next).StartsWith(new string(quote, 3))))
                break;
            if (Here == '\\' && quote == '"')
                Escape(text);
            else
                text.Append(Step());
        }

        _next += isLong ? 3 : 1;
        // A long string may end in quotes of its own.
        for (; isLong && Here == quote; _next++)
            text.Append(quote);
        return text.ToString();
    }

    private void Escape(StringBuilder text)
    {
        _next++;
        char kind = AtEnd ? throw Fault("a string has no end") : Step();
        switch (kind)
        {
            case '\n' or ' ' or '\t' or '\r':
                while (char.IsWhiteSpace(Here))
                    Step();
                break;
            case 'u' or 'U':
                int digits = kind == 'u' ? 4 : 8;
                if (_next + digits > _text.Length
                    || !int.TryParse(_text.AsSpan(_next, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int code) || !Rune.IsValid(code))
                    throw Fault("a character's number is expected");
                text.Append(new Rune(code).ToString());
                _next += digits;
                break;
            default:
                int at = "btnfre\"\\".IndexOf(kind, StringComparison.Ordinal);
                text.Append(at < 0 ? throw Fault($"\"\\{kind}\" is no escape") : "\b\t\n\f\r\e\"\\"[at]);
                break;
        }
    }

    private void Expect(char character)
    {
        SkipBlank(overLines: false);
        if (Here != character)
            throw Fault($"\"{character}\" is expected");
        _next++;
    }

    private void SkipBlank(bool overLines)
    {
        while (!AtEnd)
        {
            if (Here == '#')
            {
                while (!AtEnd && Here != '\n')
                    _next++;
            }
            else if (Here is ' ' or '\t' or '\r' or '\uFEFF' || (overLines && Here == '\n'))
            {
                Step();
            }
            else
            {
                return;
            }
        }
    }

    private char Step()
    {
        char character = Here;
        _next++;
        if (character == '\n')
            _line++;
        return character;
    }

    private UnitFault Fault(string problem) => new($"{_path}, line {_line}: {problem}");
}
