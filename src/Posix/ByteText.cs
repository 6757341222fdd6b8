using System.Buffers;
using System.Text;

namespace Larder.Posix;

/// <summary>
/// Bytes as text and back without loss: UTF-8, and a byte that is none as a lone low surrogate, U+DC00 plus its value (as
/// Python's "surrogateescape", PEP 383). So paths pass through a library and through writers that only know text.
/// </summary>
public static class ByteText
{
    private const char EscapeBase = '\uDC00';

    /// <summary>Bytes as text.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        // Nearly all paths.
        if (Ascii.IsValid(bytes))
            return Encoding.ASCII.GetString(bytes);
        StringBuilder text = new(bytes.Length);
        Span<char> utf16 = stackalloc char[2];
        while (!bytes.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(bytes, out Rune rune, out int used) == OperationStatus.Done)
            {
                text.Append(utf16[..rune.EncodeToUtf16(utf16)]);
            }
            else
            {
                used = 1;
                text.Append((char)(EscapeBase + bytes[0]));
            }

            bytes = bytes[used..];
        }

        return text.ToString();
    }

    /// <summary>The bytes that <see cref="Decode"/> made the text of; of any other text, its UTF-8.</summary>
    public static byte[] Encode(ReadOnlySpan<char> text)
    {
        if (Ascii.IsValid(text))
        {
            byte[] ascii = new byte[text.Length];
            Encoding.ASCII.GetBytes(text, ascii);
            return ascii;
        }

        ArrayBufferWriter<byte> bytes = new(text.Length + 16);
        while (!text.IsEmpty)
        {
            OperationStatus status = Rune.DecodeFromUtf16(text, out Rune rune, out int used);
            if (status != OperationStatus.Done && text[0] - EscapeBase is >= 0x80 and <= 0xFF)
            {
                bytes.GetSpan(1)[0] = (byte)(text[0] - EscapeBase);
                bytes.Advance(1);
                used = 1;
            }
            else
            {
                bytes.Advance(rune.EncodeToUtf8(bytes.GetSpan(4)));
            }

            text = text[used..];
        }

        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>Like <see cref="Decode"/>, for showing: control characters, which could play with a terminal, become \xHH.</summary>
    public static string Show(ReadOnlySpan<byte> bytes)
    {
        string text = Decode(bytes);
        if (!text.AsSpan().ContainsAnyInRange('\0', '\x1F') && !text.Contains('\x7F'))
            return text;
        StringBuilder shown = new(text.Length + 8);
        foreach (char c in text)
        {
            if (c is < ' ' or '\x7F')
                shown.Append("\\x").Append(((int)c).ToString("X2"));
            else
                shown.Append(c);
        }

        return shown.ToString();
    }
}
