using Larder.Caching.Settings;
using Larder.Posix;

namespace Larder.CommandLine.Units;

/// <summary>What of the caller's environment reaches a unit's processes: larder's own settings, for the launcher inside, and nothing else.</summary>
internal static class UnitEnvironment
{
    internal static IEnumerable<string> Of(ProcessEnvironment caller, CacheSettings settings)
    {
        List<string> words = [];
        foreach (byte[] word in caller.Words)
        {
            if (word.AsSpan().StartsWith("LARDER_"u8) && !word.AsSpan().StartsWith("LARDER_DIR="u8) && !word.AsSpan().StartsWith("LARDER_UNIT_BUILD="u8))
                words.Add(ByteText.Decode(word));
        }

        // A daemon that is started in a unit's build would have that build's home and temporary directory; larder has started it before.
        words.RemoveAll(static word => word.StartsWith("LARDER_AUTO_START=", StringComparison.Ordinal));
        words.Add("LARDER_AUTO_START=no");

        // The home directory is not the user's there, so what was found through it has to be said.
        words.Add("LARDER_DIR=" + ByteText.Decode(settings.Directory));
        if (caller.Get("LARDER_CONFIG"u8) is null && UserConfig(caller) is { } config)
            words.Add("LARDER_CONFIG=" + config);
        foreach (string name in (string[])["XDG_RUNTIME_DIR"])
        {
            if (caller.Get(ByteText.Encode(name)) is { } value)
                words.Add($"{name}={ByteText.Decode(value)}");
        }

        return words;
    }

    private static string? UserConfig(ProcessEnvironment caller)
    {
        string? home = caller.Get("XDG_CONFIG_HOME"u8) is { Length: > 0 } configured ? ByteText.Decode(configured)
            : caller.Get("HOME"u8) is { Length: > 0 } own ? ByteText.Decode(own) + "/.config" : null;
        return home is not null && File.Exists(home + "/larder/config") ? home + "/larder/config" : null;
    }
}
