namespace Larder.Projects.Comparing;

/// <summary>
/// Archives of ar(1), which have times beside the objects: "!&lt;arch&gt;\n", then for each member a header of 60 bytes (name 16, time 12, owner 6,
/// group 6, mode 8, size 10, "`\n") and its content, padded to an even place.
/// </summary>
internal static class Archive
{
    private const int NameSize = 16;
    private const int TimeSize = 12;
    private const int SizeAt = 48;
    private const int SizeSize = 10;
    private const int HeaderSize = 60;

    private static ReadOnlySpan<byte> Magic => "!<arch>\n"u8;

    /// <summary>Blanks the times of the members; leaves alone what is no archive.</summary>
    internal static void Normalize(Span<byte> content)
    {
        if (!content.StartsWith(Magic))
            return;
        var at = (long)Magic.Length;
        while (at + HeaderSize <= content.Length)
        {
            var header = content.Slice((int)at, HeaderSize);
            header.Slice(NameSize, TimeSize).Fill((byte)' ');
            if (!long.TryParse(header.Slice(SizeAt, SizeSize).TrimEnd((byte)' '), out var size))
                return;
            at += HeaderSize + size + (size & 1);
        }
    }
}
