using System.Text;
using Larder.Posix;

namespace Larder.Units.Derivations;

/// <summary>
/// Reads the words of a .drv file one after the other, and says where it stands where one is another than was expected. The subset of ATerms
/// that Nix writes (libstore/derivations.cc, parseDerivation) has no blanks, and is:
/// </summary>
/// <remarks>
/// <code>
/// file     = "Derive(" outputs "," drvs "," strings "," string "," string "," strings "," pairs ")"
///            -- outputs, input derivations, input sources, system, builder, arguments, environment
/// outputs  = list of "(" string "," string "," string "," string ")"    -- name, path, hash algorithm, hash
/// drvs     = list of "(" string "," strings ")"                         -- path, names of outputs
/// pairs    = list of "(" string "," string ")"
/// strings  = list of string
/// list of X = "[" [ X { "," X } ] "]"
/// string   = '"' { any byte but '"' and '\' | '\' any byte } '"'        -- \n, \r, \t; else the byte itself
/// </code>
/// </remarks>
internal ref struct ATermReader(ReadOnlySpan<byte> content, string file)
{
    private readonly ReadOnlySpan<byte> _content = content;
    private readonly string _file = file;
    private int _next;

    internal readonly bool AtEnd => _next == _content.Length;

    /// <summary>Steps over a text that must stand here.</summary>
    internal void Expect(ReadOnlySpan<byte> text)
    {
        if (!_content[_next..].StartsWith(text))
            throw Fault($"\"{Encoding.ASCII.GetString(text)}\" is expected");
        _next += text.Length;
    }

    /// <summary>Steps to the next entry of a list, over "[" or ","; false, and over "]", at the list's end.</summary>
    internal bool NextEntry(ref bool began)
    {
        if (!began)
        {
            Expect("["u8);
            began = true;
            if (!Stands((byte)']'))
                return true;
        }
        else if (!Stands((byte)']'))
        {
            Expect(","u8);
            return true;
        }

        _next++;
        return false;
    }

    internal string String()
    {
        Expect("\""u8);
        ReadOnlySpan<byte> rest = _content[_next..];
        int end = rest.IndexOfAny((byte)'"', (byte)'\\');
        if (end >= 0 && rest[end] == (byte)'"')
        {
            _next += end + 1;
            return ByteText.Decode(rest[..end]);
        }

        return EscapedString(rest);
    }

    internal string[] Strings()
    {
        List<string> strings = [];
        bool began = false;
        while (NextEntry(ref began))
            strings.Add(String());
        return [.. strings];
    }

    /// <summary>A fault that says what is wrong here.</summary>
    internal readonly UnitFault Fault(string problem) => new($"{_file} is no derivation that can be read: {problem} at byte {_next} of {_content.Length}");

    private string EscapedString(ReadOnlySpan<byte> rest)
    {
        int end = 0;
        while (end < rest.Length && rest[end] != (byte)'"')
            end += rest[end] == (byte)'\\' ? 2 : 1;
        if (end >= rest.Length)
            throw Fault("a string has no end");
        _next += end + 1;

        byte[] plain = new byte[end];
        int length = 0;
        for (int i = 0; i < end; i++)
            plain[length++] = rest[i] == (byte)'\\' ? Unescape(rest[++i]) : rest[i];
        return ByteText.Decode(plain.AsSpan(0, length));
    }

    private readonly bool Stands(byte character) => _next < _content.Length && _content[_next] == character;

    private static byte Unescape(byte character) => character switch
    {
        (byte)'n' => (byte)'\n',
        (byte)'r' => (byte)'\r',
        (byte)'t' => (byte)'\t',
        _ => character,
    };
}
