namespace Larder.Compilers;

/// <summary>
/// The sources of build systems' probes whose names are new each time, or are nothing: to look them up is to fail, and to store them is to fill
/// the cache with what nobody asks for again. Names are matched as the tools choose them, wherever the build is.
/// </summary>
internal static class ProbeNames
{
    /// <summary>Where CMake (3.24 and newer) makes the directories TryCompile-XXXXXX. Source: cmCoreTryCompile.</summary>
    private static ReadOnlySpan<byte> CMakeScratch => "/CMakeScratch/TryCompile-"u8;

    /// <summary>Where older releases of CMake did it, with random targets in one directory.</summary>
    private static ReadOnlySpan<byte> CMakeTemporary => "/CMakeFiles/CMakeTmp/"u8;

    /// <summary>What CMake calls the target of a try-compile: the object's directory, where the source is elsewhere.</summary>
    private static ReadOnlySpan<byte> CMakeTarget => "CMakeFiles/cmTC_"u8;

    /// <summary>Meson's checks run in meson-private/tmpXXXXXXXX, or the system's temporary directory. Source: mesonbuild's compilers.</summary>
    private static ReadOnlySpan<byte> MesonName => "/testfile."u8;

    /// <summary>The directory's name there: "tmp" and eight characters, as Python's tempfile makes it.</summary>
    private const int MesonDirectoryLength = 11;

    /// <summary>autoconf's config.guess asks about the C library in a directory cgXXXXXX, as mktemp makes it.</summary>
    private const int GuessDirectoryLength = 8;

    /// <summary>Whether the compile is a probe that no later one will repeat. (autoconf's conftest.c is: its name and text are the same each time.)</summary>
    /// <param name="source">As spelled.</param>
    /// <param name="output">The output's path, named or by default.</param>
    public static bool IsProbe(ReadOnlySpan<byte> source, ReadOnlySpan<byte> output) =>
        source.SequenceEqual("/dev/null"u8)
        || source.IndexOf(CMakeScratch) >= 0
        || source.IndexOf(CMakeTemporary) >= 0
        || output.StartsWith(CMakeTarget)
        || IsMesonCheck(source)
        || IsConfigGuess(source)
        || IsZlibTest(source);

    /// <summary>
    /// Whether a command that compiles and links is how CMake asks a compiler who it is, or Meson whether it works: once for each build directory,
    /// and the program is what they are after.
    /// </summary>
    public static bool IsIdentification(ReadOnlySpan<byte> source)
    {
        ReadOnlySpan<byte> name = source[(source.LastIndexOf((byte)'/') + 1)..];
        return name.StartsWith("CMake"u8) && name.IndexOf("CompilerId."u8) > 0 || name.StartsWith("sanitycheckc"u8);
    }

    private static bool IsMesonCheck(ReadOnlySpan<byte> source)
    {
        int slash = source.LastIndexOf((byte)'/');
        if (slash < 0 || !source[slash..].StartsWith(MesonName)) return false;
        ReadOnlySpan<byte> directory = source[..slash];
        directory = directory[(directory.LastIndexOf((byte)'/') + 1)..];
        return directory.Length == MesonDirectoryLength && directory.StartsWith("tmp"u8);
    }

    private static bool IsConfigGuess(ReadOnlySpan<byte> source)
    {
        if (!source.EndsWith("/dummy.c"u8)) return false;
        ReadOnlySpan<byte> directory = source[..^"/dummy.c"u8.Length];
        directory = directory[(directory.LastIndexOf((byte)'/') + 1)..];
        return directory.Length == GuessDirectoryLength && directory.StartsWith("cg"u8);
    }

    /// <summary>zlib's configure, and those made after it: ztest and the shell's process id.</summary>
    private static bool IsZlibTest(ReadOnlySpan<byte> source) =>
        source.StartsWith("ztest"u8) && source.EndsWith(".c"u8)
        && source["ztest"u8.Length..^".c"u8.Length] is { IsEmpty: false } number && !number.ContainsAnyExceptInRange((byte)'0', (byte)'9');
}
