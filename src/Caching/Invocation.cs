using Larder.Caching.Settings;
using Larder.Posix;

namespace Larder.Caching;

/// <summary>One call of a compiler as the cache was asked for it. The daemon will fill one from a request, the shim from itself.</summary>
public sealed class Invocation
{
    /// <summary>The compiler's path, found already (absolute, or relative to the working directory).</summary>
    public required byte[] Compiler { get; init; }

    /// <summary>argv as the compiler would get it: the name it was called by, then its arguments.</summary>
    public required byte[][] Arguments { get; init; }

    public required ProcessEnvironment Environment { get; init; }

    public required CacheSettings Settings { get; init; }

    /// <summary>Diagnostics go to a terminal, so an "auto" colour choice means colours.</summary>
    public required bool ErrorIsTerminal { get; init; }

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
