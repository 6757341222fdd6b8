namespace Larder.Compilers;

/// <summary>Says of a gcc or clang command line whether it is one cacheable compile, and everything the cache must know of it.</summary>
public static class CommandLineParser
{
    /// <summary>Parses a command line. Never throws on any words.</summary>
    /// <param name="family">Whose command line it is.</param>
    /// <param name="mode">The language mode of the driver's name.</param>
    /// <param name="arguments">Without argv[0].</param>
    /// <param name="files">Reads response files.</param>
    public static ParseOutcome Parse(
        CompilerFamily family, DriverMode mode, IReadOnlyList<byte[]> arguments, IResponseFileReader files)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(files);
        if (ResponseFiles.Expand(family, arguments, files, out List<byte[]> words) is { } refusal) return refusal;
        return new CommandLineReader(family, mode, words).Read();
    }
}
