namespace Larder.Compilers;

/// <summary>
/// The names the compilers give to files that the command line does not name. The rules were measured: gcc 12 keeps a base name
/// that begins with its only dot (<c>.c</c> gives <c>.c.o</c>), clang 14 does not (<c>.o</c>).
/// </summary>
internal static class SideFileNames
{
    /// <summary>The output where there is no -o: in the working directory, from the source's base name.</summary>
    public static byte[] DefaultOutput(CompilerFamily family, ReadOnlySpan<byte> source, ReadOnlySpan<byte> suffix)
    {
        ReadOnlySpan<byte> name = source[(source.LastIndexOf((byte)'/') + 1)..];
        return WithSuffix(name, suffix, keepLeadingDot: family == CompilerFamily.Gcc);
    }

    /// <summary>The precompiled header where there is no -o: beside the header.</summary>
    public static byte[] DefaultPrecompiled(ReadOnlySpan<byte> source) => [.. source, .. ".gch"u8];

    /// <summary>The dependency file where nothing names it.</summary>
    public static byte[] Dependency(ReadOnlySpan<byte> output) => WithSuffix(output, ".d"u8, keepLeadingDot: false);

    /// <summary>A .dwo or .gcno file, beside the output.</summary>
    public static byte[] Auxiliary(CompilerFamily family, ReadOnlySpan<byte> output, ReadOnlySpan<byte> suffix) =>
        WithSuffix(output, suffix, keepLeadingDot: family == CompilerFamily.Gcc);

    /// <summary>The part of a path after its last slash.</summary>
    public static ReadOnlySpan<byte> FileName(ReadOnlySpan<byte> path) => path[(path.LastIndexOf((byte)'/') + 1)..];

    /// <summary>The part of a path up to its last slash, with it.</summary>
    public static ReadOnlySpan<byte> Directory(ReadOnlySpan<byte> path) => path[..(path.LastIndexOf((byte)'/') + 1)];

    private static byte[] WithSuffix(ReadOnlySpan<byte> path, ReadOnlySpan<byte> suffix, bool keepLeadingDot)
    {
        int start = path.LastIndexOf((byte)'/') + 1;
        int dot = path[start..].LastIndexOf((byte)'.');
        int length = dot < 0 || (dot == 0 && keepLeadingDot) ? path.Length : start + dot;
        var result = new byte[length + suffix.Length];
        path[..length].CopyTo(result);
        suffix.CopyTo(result.AsSpan(length));
        return result;
    }
}
