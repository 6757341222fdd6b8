using Larder.Caching.Settings;
using Larder.Posix;
using Larder.Storage;

namespace Larder.Caching;

/// <summary>Which build a request belongs to: the one that <c>LARDER_SESSION</c> names, in Nix's sandbox the derivation, else that of the topmost process (<see cref="BuildProcess"/>).</summary>
internal static class BuildSession
{
    /// <summary>The session of this process, as <see cref="StatisticsFacts"/> has it; 0 for none.</summary>
    internal static ulong Current(CacheSettings settings, ProcessEnvironment environment) =>
        NameIn(settings, environment) is { } name ? StatisticsFacts.SessionOf(name) : BuildProcess.Session();

    /// <summary>The name that somebody gave; null for none. Only a process without a daemon can be one in Nix's sandbox, where all builds' sessions have few numbers.</summary>
    internal static byte[]? NameIn(CacheSettings settings, ProcessEnvironment environment)
    {
        if (settings.Session.Length > 0)
            return settings.Session;
        return settings.NoDaemon && environment.Get("NIX_BUILD_TOP"u8) is not null && environment.Get("out"u8) is { Length: > 0 } output
            ? NameOfOutput(output)
            : null;
    }

    /// <summary>Of /nix/store/HASH-hello-2.12 the part that tells people, with the beginning of the hash.</summary>
    private static byte[] NameOfOutput(ReadOnlySpan<byte> output)
    {
        const int HashLength = 32;
        const int Shown = 8;
        ReadOnlySpan<byte> name = output[(output.LastIndexOf((byte)'/') + 1)..];
        byte[] text = name.Length > HashLength + 1 && name[HashLength] == (byte)'-'
            ? [.. name[..Shown], .. name[HashLength..]]
            : name.ToArray();
        return text[..Math.Min(text.Length, StatisticsFacts.MaxSession)];
    }
}
