using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Larder.Posix;

/// <summary>Turning this process into another one.</summary>
[SkipLocalsInit]
public static unsafe class Execution
{
    private const nint Default = 0;
    private const nint Ignore = 1;

    /// <summary>What SIGXFSZ did before <see cref="SurviveFileSizeLimit"/>; a program that takes this one's place gets it back.</summary>
    private static nint s_fileSizeHandler = Default;

    /// <summary>
    /// Makes a write beyond <c>ulimit -f</c> an error of that write and not the end of this process: the limit is meant for the
    /// compiler's files, not for the cache's.
    /// </summary>
    public static void SurviveFileSizeLimit() => s_fileSizeHandler = NativeMethods.signal(SignalNumber.FileSizeExceeded, Ignore);

    /// <summary>Children are to have SIGXFSZ's default again, unless it was ignored before this process began to.</summary>
    internal static bool ResetsFileSizeSignal => s_fileSizeHandler == Default;

    /// <summary>
    /// execve(2). Returns only where that failed, with the error number. The runtime ignores SIGPIPE and a program would
    /// inherit that, so it is put back to its default first.
    /// </summary>
    public static int Execute(ReadOnlySpan<byte> path, ReadOnlySpan<byte[]> arguments, ProcessEnvironment environment)
    {
        NativeMethods.signal(SignalNumber.Pipe, Default);
        if (ResetsFileSizeSignal)
            NativeMethods.signal(SignalNumber.FileSizeExceeded, Default);
        using NativeStrings argv = new(arguments);
        using NativeStrings envp = new(environment.Words);
        byte* room = stackalloc byte[NullTerminated.InlineSize];
        fixed (byte* p = NullTerminated.Of(path, new Span<byte>(room, NullTerminated.InlineSize)))
        {
            NativeMethods.execve(p, argv.Vector, envp.Vector);
            return Marshal.GetLastPInvokeError();
        }
    }

    /// <summary>Ends the process at once: no finalizers, no flushing.</summary>
    public static void Exit(int status) => NativeMethods._exit(status);

    /// <summary>Ends the process by a signal, so that the parent sees what it would have seen of the compiler.</summary>
    public static void DieOf(int signal)
    {
        NativeMethods.signal(signal, Default);
        NativeMethods.kill(NativeMethods.getpid(), signal);
    }
}
