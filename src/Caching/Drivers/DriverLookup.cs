using Larder.Posix;

namespace Larder.Caching.Drivers;

/// <summary>Finds the real compiler behind a name, as a shell would, but never this program and never another cache.</summary>
public static class DriverLookup
{
    /// <summary>Other caches that masquerade as compilers; a cache behind a cache would be taken for the compiler itself.</summary>
    private static ReadOnlySpan<byte> OtherCaches => "\nccache\nsccache\nbuildcache\n"u8;

    /// <summary>The variable that lists scripts which this program has executed already on the way to a compiler. See <see cref="Past"/>.</summary>
    public static ReadOnlySpan<byte> PassedScripts => "LARDER_PASSED_SCRIPTS"u8;

    /// <summary>Launchers behind launchers; a longer chain leads back into itself.</summary>
    private const int MostLaunchers = 8;

    /// <summary>
    /// The path of the compiler. A name with a slash is taken as it is unless it leads to this program: then, as for a bare
    /// name, PATH is searched for the first executable of that name that is neither this program nor another cache's link.
    /// A launcher with a sidecar, at that path or on PATH, is the compiler that it names. Null where there is none.
    /// </summary>
    public static FoundDriver? Find(ReadOnlySpan<byte> name, ProcessEnvironment environment)
    {
        if (name.IndexOf((byte)'/') < 0)
            return Search(name, environment, skipped: false, launchersCount: true);
        if (FileSystem.Stat(name, out FileStatus status) != Errno.None || !LarderMark.IsOn(name, in status))
            return new FoundDriver(name.ToArray(), IsWhatTheNameSays: true, IsPassedScript: false);
        return LauncherSidecar.Find(name) is { Compiler: not null } launcher
            ? Behind(launcher, environment)
            : Search(ByteString.FileName(name), environment, skipped: true, launchersCount: true);
    }

    /// <summary>
    /// The compiler behind a launcher that names one. Where that leads to this program again it is what stands behind it: another
    /// launcher's compiler, or the first one on PATH that is no launcher.
    /// </summary>
    public static FoundDriver? Behind(LauncherSidecar launcher, ProcessEnvironment environment)
    {
        byte[] compiler = launcher.Compiler!;
        bool isOurs = true;
        bool isScript = false;
        for (int i = 0; i < MostLaunchers; i++)
        {
            isOurs = FileSystem.Stat(compiler, out FileStatus status) == Errno.None && LarderMark.IsOn(compiler, in status, out isScript);
            if (!isOurs || LauncherSidecar.Find(compiler) is not { Compiler: { } next })
                break;
            compiler = next;
        }

        if (!isOurs && !IsListed(environment.Get(PassedScripts), compiler))
            return new FoundDriver(compiler, IsWhatTheNameSays: false, isScript, launcher);
        FoundDriver? found = Search(ByteString.FileName(compiler), environment, skipped: true, launchersCount: false);
        return found is null ? null : found with { Launcher = launcher };
    }

    /// <summary>Searches PATH.</summary>
    /// <param name="skipped">A shell would have found this program by now.</param>
    /// <param name="launchersCount">A launcher with a sidecar is its compiler; else it is passed over as this program.</param>
    private static FoundDriver? Search(ReadOnlySpan<byte> name, ProcessEnvironment environment, bool skipped, bool launchersCount)
    {
        ReadOnlySpan<byte> path = environment.Get("PATH"u8) ?? "/usr/local/bin:/usr/bin:/bin"u8;
        ReadOnlySpan<byte> passed = environment.Get(PassedScripts);
        while (true)
        {
            int colon = path.IndexOf((byte)':');
            ReadOnlySpan<byte> directory = colon < 0 ? path : path[..colon];
            byte[] candidate = directory.IsEmpty ? ByteString.Concat("./"u8, name) : ByteString.JoinPath(directory, name);
            if (IsProgram(candidate, out FileStatus status))
            {
                bool isOurs = LarderMark.IsOn(candidate, in status, out bool isScript);
                if (isOurs && launchersCount && LauncherSidecar.Find(candidate) is { Compiler: not null } launcher)
                    return Behind(launcher, environment);
                if (!isOurs && !IsOtherCache(candidate) && !IsListed(passed, candidate))
                    return new FoundDriver(candidate, IsWhatTheNameSays: !skipped, isScript);
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
