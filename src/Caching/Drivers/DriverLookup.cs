using Larder.Posix;

namespace Larder.Caching.Drivers;

/// <summary>Finds the real compiler behind a name, as a shell would, but never this program and never another cache.</summary>
public static class DriverLookup
{
    /// <summary>Other caches that masquerade as compilers; a cache behind a cache would be taken for the compiler itself.</summary>
    private static ReadOnlySpan<byte> OtherCaches => "\nccache\nsccache\nbuildcache\n"u8;

    /// <summary>The variable that lists scripts which this program has executed already on the way to a compiler. See <see cref="Past"/>.</summary>
    public static ReadOnlySpan<byte> PassedScripts => "LARDER_PASSED_SCRIPTS"u8;

    /// <summary>
    /// The path of the compiler. A name with a slash is taken as it is unless it leads to this program: then, as for a bare
    /// name, PATH is searched for the first executable of that name that is neither this program nor another cache's link.
    /// Null where there is none.
    /// </summary>
    public static FoundDriver? Find(ReadOnlySpan<byte> name, ProcessEnvironment environment)
    {
        bool skipped = false;
        if (name.IndexOf((byte)'/') >= 0)
        {
            if (FileSystem.Stat(name, out FileStatus status) != Errno.None || !LarderMark.IsOn(name, in status))
                return new FoundDriver(name.ToArray(), IsWhatTheNameSays: true, IsPassedScript: false);
            name = ByteString.FileName(name);
            skipped = true;
        }

        ReadOnlySpan<byte> path = environment.Get("PATH"u8) ?? "/usr/local/bin:/usr/bin:/bin"u8;
        ReadOnlySpan<byte> passed = environment.Get(PassedScripts);
        while (true)
        {
            int colon = path.IndexOf((byte)':');
            ReadOnlySpan<byte> directory = colon < 0 ? path : path[..colon];
            byte[] candidate = directory.IsEmpty ? ByteString.Concat("./"u8, name) : ByteString.JoinPath(directory, name);
            if (IsProgram(candidate, out FileStatus status))
            {
                if (!LarderMark.IsOn(candidate, in status) && !IsOtherCache(candidate) && !IsListed(passed, candidate))
                    return new FoundDriver(candidate, IsWhatTheNameSays: !skipped, IsPassedScript: ElfImage.Read(candidate) is null);
                skipped = true;
            }

            if (colon < 0)
                return null;
            path = path[(colon + 1)..];
        }
    }

    /// <summary>
    /// An environment in which a script that was found on PATH is not found again, so that a script that calls this program by the
    /// compiler's name comes to the compiler in the end.
    /// </summary>
    public static ProcessEnvironment Past(byte[] script, ProcessEnvironment environment)
    {
        byte[]? earlier = environment.Get(PassedScripts);
        byte[] word = [.. PassedScripts, (byte)'=', .. script];
        return environment.With(earlier is null ? word : [.. word, (byte)':', .. earlier]);
    }

    private static bool IsProgram(byte[] candidate, out FileStatus status) =>
        FileSystem.Stat(candidate, out status) == Errno.None && status.IsRegular && FileSystem.IsExecutable(candidate);

    /// <summary>Whether a list with colons has a path.</summary>
    private static bool IsListed(ReadOnlySpan<byte> list, ReadOnlySpan<byte> path)
    {
        while (!list.IsEmpty)
        {
            int colon = list.IndexOf((byte)':');
            if ((colon < 0 ? list : list[..colon]).SequenceEqual(path))
                return true;
            list = colon < 0 ? default : list[(colon + 1)..];
        }

        return false;
    }

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
