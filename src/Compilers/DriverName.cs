namespace Larder.Compilers;

/// <summary>What a driver's file name says of it.</summary>
/// <param name="Kind">The family, as far as the name tells.</param>
/// <param name="Mode">The language mode.</param>
public readonly record struct DriverName(DriverKind Kind, DriverMode Mode)
{
    /// <summary>
    /// Judges a file name without its directory: <c>gcc</c>, <c>x86_64-linux-gnu-g++-12</c>, <c>clang++-14</c>. The tools that share
    /// the prefix (<c>gcc-ar</c>, <c>clang-tidy</c>, <c>clang-cpp</c>) are not understood.
    /// </summary>
    public static DriverName Of(ReadOnlySpan<byte> fileName)
    {
        ReadOnlySpan<byte> name = WithoutVersion(fileName);

        // A target prefix ends in a dash; the driver's own names hold none.
        name = name[(name.LastIndexOf((byte)'-') + 1)..];
        if (name.SequenceEqual("gcc"u8) || name.SequenceEqual("c99"u8) || name.SequenceEqual("c89"u8)) return new(DriverKind.Gcc, DriverMode.C);
        if (name.SequenceEqual("g++"u8)) return new(DriverKind.Gcc, DriverMode.Cxx);
        if (name.SequenceEqual("clang"u8)) return new(DriverKind.Clang, DriverMode.C);
        if (name.SequenceEqual("clang++"u8)) return new(DriverKind.Clang, DriverMode.Cxx);

        // Intel's, made of clang. What they are in truth is asked of them.
        if (name.SequenceEqual("icx"u8)) return new(DriverKind.Clang, DriverMode.C);
        if (name.SequenceEqual("icpx"u8)) return new(DriverKind.Clang, DriverMode.Cxx);
        if (name.SequenceEqual("cc"u8)) return new(DriverKind.Unknown, DriverMode.C);
        if (name.SequenceEqual("c++"u8)) return new(DriverKind.Unknown, DriverMode.Cxx);
        return new(DriverKind.NotUnderstood, DriverMode.C);
    }

    /// <summary>Cuts <c>-12</c>, <c>-12.2.0</c>, <c>12</c> and the like off a name.</summary>
    private static ReadOnlySpan<byte> WithoutVersion(ReadOnlySpan<byte> name)
    {
        int end = name.Length;
        while (end > 0 && (name[end - 1] is >= (byte)'0' and <= (byte)'9' or (byte)'.')) end--;
        if (end == name.Length || end == 0) return name;
        if (name[end - 1] == (byte)'-') return name[..(end - 1)];

        // c99 and c89 are names, not versions of c; clang14 and g++12 are versions.
        ReadOnlySpan<byte> bare = name[..end];
        return bare.EndsWith("gcc"u8) || bare.EndsWith("++"u8) || bare.EndsWith("clang"u8) ? bare : name;
    }
}
