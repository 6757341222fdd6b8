using Larder.Posix;

namespace Larder.Caching.Plugins;

/// <summary>
/// A plugin on the command line. Its bytes are part of the key, and by what they import it is judged whether they are all that it depends on:
/// nothing else tells, for the compiler's lists of files don't have what a plugin reads.
/// </summary>
internal static class Plugin
{
    private const int LargestSize = 256 << 20;

    /// <summary>Null where it may be cached, else why not: what it imports, or that it can't be told.</summary>
    internal static byte[]? FindHarm(byte[] path)
    {
        if (FileSystem.ReadAll(path, out _, LargestSize) is not { } image)
            return ByteString.Concat("plugin that can't be read: "u8, path);
        List<byte[]> libraries = [];
        List<byte[]> symbols = [];
        if (!ElfImports.TryRead(image, libraries, symbols))
            return ByteString.Concat("plugin that is no shared object: "u8, path);
        return PluginImports.FindHarmful(libraries, symbols) is { } harmful ? ByteString.Concat("plugin importing "u8, harmful) : null;
    }
}
