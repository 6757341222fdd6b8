using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Larder.Posix;

/// <summary>Turning this process into another one.</summary>
[SkipLocalsInit]
public static unsafe class Execution
{
    /// <summary>
    /// execve(2). Returns only where that failed, with the error number. The runtime ignores SIGPIPE and a program would
    /// inherit that, so it is put back to its default first.
    /// </summary>
    public static int Execute(ReadOnlySpan<byte> path, ReadOnlySpan<byte[]> arguments, ProcessEnvironment environment)
    {
        SignalDispositions.Restore();
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
        NativeMethods.signal(signal, 0);
        NativeMethods.kill(NativeMethods.getpid(), signal);
    }
}
