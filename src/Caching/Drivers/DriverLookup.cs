using Larder.Posix;

namespace Larder.Caching.Drivers;

/// <summary>Finds the real compiler behind a name, as a shell would, but never this program and never another cache.</summary>
public static class DriverLookup
{
    /// <summary>Other caches that masquerade as compilers; a cache behind a cache would be taken for the compiler itself.</summary>
    private static ReadOnlySpan<byte> OtherCaches => "\nccache\nsccache\nbuildcache\n"u8;

    /// <summary>
    /// The path of the compiler. A name with a slash is taken as it is unless it leads to this program: then, as for a bare
    /// name, PATH is searched for the first executable of that name that is neither this program nor another cache's link.
    /// Null where there is none.
    /// </summary>
    public static byte[]? Find(ReadOnlySpan<byte> name, ProcessEnvironment environment)
    {
        if (name.IndexOf((byte)'/') >= 0)
        {
            if (FileSystem.Stat(name, out FileStatus status) != Errno.None || !LarderMark.IsOn(name, in status))
                return name.ToArray();
            name = ByteString.FileName(name);
        }

        ReadOnlySpan<byte> path = environment.Get("PATH"u8) ?? "/usr/local/bin:/usr/bin:/bin"u8;
        while (true)
        {
            int colon = path.IndexOf((byte)':');
            ReadOnlySpan<byte> directory = colon < 0 ? path : path[..colon];
            byte[] candidate = directory.IsEmpty ? ByteString.Concat("./"u8, name) : ByteString.JoinPath(directory, name);
            if (IsCompiler(candidate))
                return candidate;
            if (colon < 0)
                return null;
            path = path[(colon + 1)..];
        }
    }

    private static bool IsCompiler(byte[] candidate) =>
        FileSystem.Stat(candidate, out FileStatus status) == Errno.None
        && status.IsRegular
        && FileSystem.IsExecutable(candidate)
        && !LarderMark.IsOn(candidate, in status)
        && !IsOtherCache(candidate);

    private static bool IsOtherCache(byte[] candidate)
    {
        byte[]? target = FileSystem.ReadLink(candidate);
        if (target is null)
            return false;
        target = FileSystem.RealPath(candidate) ?? target;
        byte[] line = ByteString.Concat("\n"u8, ByteString.FileName(target), "\n"u8);
        return OtherCaches.IndexOf(line) >= 0;
    }
}
