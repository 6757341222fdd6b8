using Larder.Posix;
using Larder.Units.Sources.Git;

namespace Larder.Units.Sources;

/// <summary>The globs of a declaration: what of a source is no part of it.</summary>
/// <remarks>A glob names paths relative to the source ("*" within a component, "**" across); what it names is left out with all below it. One that ends with a slash names directories only.</remarks>
internal sealed class PathFilters
{
    private readonly (byte[] Glob, bool IsForDirectories)[] _globs;

    internal PathFilters(string[] globs)
    {
        _globs = [.. globs.Where(static glob => glob.Length > 0).Select(static glob => Read(ByteText.Encode(glob)))];
    }

    /// <summary>Whether a path, relative to the source, is left out; that what is above it isn't, is known.</summary>
    internal bool LeaveOut(ReadOnlySpan<byte> path, bool isDirectory)
    {
        foreach ((byte[] glob, bool isForDirectories) in _globs)
        {
            if ((isDirectory || !isForDirectories) && Wildmatch.Matches(glob, path, isPath: true))
                return true;
        }

        return false;
    }

    private static (byte[] Glob, bool IsForDirectories) Read(ReadOnlySpan<byte> glob)
    {
        while (glob.StartsWith("./"u8))
            glob = glob[2..];
        bool isForDirectories = glob.EndsWith("/"u8);
        return (glob.Trim((byte)'/').ToArray(), isForDirectories);
    }
}
