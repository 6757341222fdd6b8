using System.Diagnostics.CodeAnalysis;
using Larder.Caching.Settings;
using Larder.Posix;
using Larder.Storage;

namespace Larder.Caching;

/// <summary>One call of a compiler as the cache was asked for it. The daemon will fill one from a request, the shim from itself.</summary>
public sealed class Invocation
{
    private ulong? _session;

    /// <summary>The compiler's path, found already (absolute, or relative to the working directory).</summary>
    public required byte[] Compiler { get; init; }

    /// <summary>argv as the compiler would get it: the name it was called by, then its arguments.</summary>
    public required byte[][] Arguments { get; init; }

    public required ProcessEnvironment Environment { get; init; }

    public required CacheSettings Settings { get; init; }

    /// <summary>Diagnostics go to a terminal, so an "auto" colour choice means colours.</summary>
    public required bool ErrorIsTerminal { get; init; }

    /// <summary>Eight digits by which the request is found again: in the log, in the daemon's, and among what is noted of misses.</summary>
    [AllowNull]
    public byte[] Id
    {
        get => field ??= MakeId();
        init;
    }

    private static byte[] MakeId()
    {
        byte[] id = new byte[8];
        RandomNames.Fill(id);
        return id;
    }

    /// <summary>The build that it belongs to; 0 where that isn't known. See <see cref="StatisticsFacts"/>. Of this process, unless a client says its own.</summary>
    public ulong Session
    {
        get => _session ??= BuildSession.Current(Settings, Environment);
        init => _session = value;
    }

    /// <summary>What somebody has named that build; empty where nobody has.</summary>
    public byte[] SessionName => BuildSession.NameIn(Settings, Environment) ?? [];

    /// <summary>What people are told of that build: its name, else its topmost process. Empty where nobody knows. A client says its own, for it may be gone when this is asked for.</summary>
    public byte[] BuildText
    {
        get => field ??= SessionName is { Length: > 0 } name ? name : BuildProcess.Text(Session) ?? [];
        set;
    }

    /// <summary>
    /// The working directory as compilers write it into debug information: <c>$PWD</c> where it names the directory that we
    /// are in (getpwd of libiberty, current_path of LLVM), else getcwd(3). Empty where there is none.
    /// </summary>
    public byte[] WorkingDirectory => field ??= FindWorkingDirectory();

    private byte[] FindWorkingDirectory()
    {
        byte[]? pwd = Environment.Get("PWD"u8);
        if (pwd is [(byte)'/', ..]
            && FileSystem.Stat(pwd, out FileStatus named) == Errno.None
            && FileSystem.Stat("."u8, out FileStatus here) == Errno.None
            && named.IsSameFileAs(in here))
            return pwd;
        return FileSystem.WorkingDirectory() ?? [];
    }
}
