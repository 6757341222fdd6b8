using Larder.Posix;

namespace Larder.Caching.Settings.Foreign;

/// <summary>
/// Expands <c>$NAME</c> and <c>${NAME}</c> in a value of ccache's; <c>$$</c> is one dollar sign. A name is letters, digits and '_'.
/// </summary>
internal static class VariableExpansion
{
    /// <summary>The text with its variables' values; null, and the name, where one isn't set.</summary>
    internal static byte[]? Expand(ReadOnlySpan<byte> text, ProcessEnvironment environment, out byte[] missing)
    {
        missing = [];
        List<byte> expanded = new(text.Length);
        while (!text.IsEmpty)
        {
            int dollar = text.IndexOf((byte)'$');
            expanded.AddRange(dollar < 0 ? text : text[..dollar]);
            text = dollar < 0 ? default : text[(dollar + 1)..];
            if (dollar < 0)
                break;
            if (text.StartsWith("$"u8))
            {
                expanded.Add((byte)'$');
                text = text[1..];
                continue;
            }

            bool isBraced = text.StartsWith("{"u8);
            int length = isBraced ? text.IndexOf((byte)'}') - 1 : NameLength(text);
            ReadOnlySpan<byte> name = length < 0 ? default : text.Slice(isBraced ? 1 : 0, length);
            if (name.IsEmpty)
            {
                expanded.Add((byte)'$');
                continue;
            }

            if (environment.Get(name) is not { } value)
            {
                missing = name.ToArray();
                return null;
            }

            expanded.AddRange(value);
            text = text[(length + (isBraced ? 2 : 0))..];
        }

        return [.. expanded];
    }

    private static int NameLength(ReadOnlySpan<byte> text)
    {
        int length = 0;
        while (length < text.Length && (char.IsAsciiLetterOrDigit((char)text[length]) || text[length] == (byte)'_'))
            length++;
        return length;
    }
}
