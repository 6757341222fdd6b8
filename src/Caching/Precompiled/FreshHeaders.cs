using Larder.Caching.Inputs;
using Larder.Caching.Modules;
using Larder.Compilers;
using Larder.Posix;

namespace Larder.Caching.Precompiled;

/// <summary>
/// A precompiled header is used right after it was made, often within the same tick of the file system's clock: it would be racy for its first users,
/// build after build. So a compile whose command line names one that is so young waits for the tick to end.
/// </summary>
internal static class FreshHeaders
{
    /// <summary>Ticks last 1 to 10 ms; where stamps are coarser than that, waiting isn't worth it.</summary>
    private const int MostMilliseconds = 20;

    /// <summary>Starts the clock of a compile, once the precompiled headers on its command line are older than it.</summary>
    internal static RacyClock StartAfter(Compilation compilation)
    {
        RacyClock clock = RacyClock.Start();
        for (int waited = 0; waited < MostMilliseconds && IsAnyRacy(compilation, in clock); waited++)
        {
            Thread.Sleep(1);
            clock = RacyClock.Start();
        }

        return clock;
    }

    private static bool IsAnyRacy(Compilation compilation, in RacyClock clock)
    {
        if (compilation.IncludedPrecompiled is { } precompiled && IsRacy(precompiled, ""u8, in clock))
            return true;
        foreach (byte[] file in ModuleUnits.LikelyFiles(compilation))
        {
            if (IsRacy(file, ""u8, in clock))
                return true;
        }

        foreach (CommandLineInclude include in compilation.CommandLineIncludes)
        {
            if (IsRacy(include.Operand, ".gch"u8, in clock) || (compilation.Family == CompilerFamily.Clang && IsRacy(include.Operand, ".pch"u8, in clock)))
                return true;
        }

        return false;
    }

    private static bool IsRacy(byte[] path, ReadOnlySpan<byte> suffix, in RacyClock clock) =>
        FileSystem.Stat(suffix.IsEmpty ? path : ByteString.Concat(path, suffix), out FileStatus status) == Errno.None && clock.IsRacy(in status);
}
