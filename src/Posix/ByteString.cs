namespace Larder.Posix;

/// <summary>Small things that are done with byte strings (words, paths) everywhere.</summary>
public static class ByteString
{
    /// <summary>The bytes of several strings, one after the other.</summary>
    public static byte[] Concat(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, ReadOnlySpan<byte> third = default)
    {
        byte[] joined = new byte[first.Length + second.Length + third.Length];
        first.CopyTo(joined);
        second.CopyTo(joined.AsSpan(first.Length));
        third.CopyTo(joined.AsSpan(first.Length + second.Length));
        return joined;
    }

    /// <summary>A path below a directory: no slash is added to an empty directory or after a slash.</summary>
    public static byte[] JoinPath(ReadOnlySpan<byte> directory, ReadOnlySpan<byte> name) =>
        directory.IsEmpty || directory[^1] == (byte)'/'
            ? Concat(directory, name)
            : Concat(directory, "/"u8, name);

    /// <summary>What follows the last slash.</summary>
    public static ReadOnlySpan<byte> FileName(ReadOnlySpan<byte> path) => path[(path.LastIndexOf((byte)'/') + 1)..];

    /// <summary>What precedes the last slash, with it: empty for a bare name, "/" at the root.</summary>
    public static ReadOnlySpan<byte> DirectoryPrefix(ReadOnlySpan<byte> path) => path[..(path.LastIndexOf((byte)'/') + 1)];

    /// <summary>Text for people; bytes that aren't UTF-8 become replacement characters.</summary>
    public static string Show(ReadOnlySpan<byte> bytes) => System.Text.Encoding.UTF8.GetString(bytes);
}
