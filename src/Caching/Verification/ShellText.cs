using System.Text;

namespace Larder.Caching.Verification;

/// <summary>A text of a shell's words, which are bytes.</summary>
internal sealed class ShellText
{
    private readonly List<byte> _bytes = [];

    internal ShellText Add(string text) => Add(Encoding.UTF8.GetBytes(text));

    internal ShellText Add(ReadOnlySpan<byte> text)
    {
        _bytes.AddRange(text);
        return this;
    }

    /// <summary>Adds one word so that a shell reads it back as it is: between single quotes, in which all but these stand for themselves.</summary>
    internal ShellText Quote(ReadOnlySpan<byte> word)
    {
        _bytes.Add((byte)'\'');
        foreach (byte character in word)
        {
            if (character == (byte)'\'')
                _bytes.AddRange(@"'\''"u8);
            else
                _bytes.Add(character);
        }

        _bytes.Add((byte)'\'');
        return this;
    }

    internal byte[] ToArray() => [.. _bytes];
}
