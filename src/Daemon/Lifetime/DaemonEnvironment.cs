using Larder.Caching.Settings;
using Larder.Posix;

namespace Larder.Daemon.Lifetime;

/// <summary>
/// What a daemon in the background keeps of the environment that it was started in: who and where the user is, and larder's settings. Not the
/// build's: make's job server, a preloaded library, another service's NOTIFY_SOCKET.
/// </summary>
internal static class DaemonEnvironment
{
    private static readonly byte[][] Names =
    [
        "HOME="u8.ToArray(), "LOGNAME="u8.ToArray(), "PATH="u8.ToArray(), "TMPDIR="u8.ToArray(), "TZ="u8.ToArray(), "USER="u8.ToArray(),
    ];

    private static readonly byte[][] Prefixes = ["LARDER_"u8.ToArray(), "XDG_"u8.ToArray(), "DOTNET_"u8.ToArray()];

    /// <summary>These are larder's, but a build's: what bears the mark of one of units is ended with it.</summary>
    private static readonly byte[][] OfBuilds = [[.. OwnVariables.JobSlots, (byte)'='], [.. OwnVariables.UnitBuild, (byte)'='], [.. OwnVariables.Session, (byte)'=']];

    internal static ProcessEnvironment Of(ProcessEnvironment environment)
    {
        List<byte[]> kept = [];
        foreach (byte[] word in environment.Words)
        {
            if ((StartsWithAny(word, Names) || StartsWithAny(word, Prefixes)) && !StartsWithAny(word, OfBuilds))
                kept.Add(word);
        }

        return new ProcessEnvironment([.. kept]);
    }

    private static bool StartsWithAny(ReadOnlySpan<byte> word, byte[][] starts)
    {
        foreach (byte[] start in starts)
        {
            if (word.StartsWith(start))
                return true;
        }

        return false;
    }
}
