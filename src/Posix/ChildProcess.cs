using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Larder.Posix;

/// <summary>A child process, started by posix_spawn(3).</summary>
[SkipLocalsInit]
public readonly unsafe struct ChildProcess
{
    private const short SetSignalDefaults = 0x04; // POSIX_SPAWN_SETSIGDEF

    private ChildProcess(int id) => Id = id;

    public int Id { get; }

    /// <summary>Starts a child with SIGPIPE at its default (the runtime ignores it, and children inherit that). An error number.</summary>
    public static int Start(SpawnRequest request, out ChildProcess child)
    {
        // glibc: posix_spawn_file_actions_t 80 bytes, posix_spawnattr_t 336, sigset_t 128; rounded up.
        byte* actions = stackalloc byte[256];
        byte* attributes = stackalloc byte[512];
        byte* signals = stackalloc byte[256];
        NativeMethods.posix_spawn_file_actions_init(actions);
        NativeMethods.posix_spawnattr_init(attributes);
        NativeMethods.sigemptyset(signals);
        NativeMethods.sigaddset(signals, SignalNumber.Pipe);
        if (SignalDispositions.MustReset(SignalNumber.FileSizeLimit))
            NativeMethods.sigaddset(signals, SignalNumber.FileSizeLimit);
        if (request.Detached)
            Detachment.AddTo(attributes, signals);
        NativeMethods.posix_spawnattr_setsigdefault(attributes, signals);
        NativeMethods.posix_spawnattr_setflags(attributes, request.Detached ? (short)(SetSignalDefaults | Detachment.Flags) : SetSignalDefaults);

        byte* nowhere = stackalloc byte[16];
        "/dev/null\0"u8.CopyTo(new Span<byte>(nowhere, 16));
        if (request.NoInput || request.Detached)
            NativeMethods.posix_spawn_file_actions_addopen(actions, 0, nowhere, 0, 0);
        if (request.Output.IsOpen)
            NativeMethods.posix_spawn_file_actions_adddup2(actions, request.Output.Value, 1);
        if (request.Error.IsOpen)
            NativeMethods.posix_spawn_file_actions_adddup2(actions, request.Error.Value, 2);

        int[] kept = request.Detached ? Detachment.AddFiles(actions, request) : [];

        using NativeStrings argv = new(request.Arguments);
        using NativeStrings envp = new(request.Environment.Words);
        byte* room = stackalloc byte[NullTerminated.InlineSize];
        int id;
        int error;
        fixed (byte* p = NullTerminated.Of(request.Path, new Span<byte>(room, NullTerminated.InlineSize)))
            error = NativeMethods.posix_spawn(&id, p, actions, attributes, argv.Vector, envp.Vector);
        NativeMethods.posix_spawn_file_actions_destroy(actions);
        NativeMethods.posix_spawnattr_destroy(attributes);
        foreach (int fd in kept)
            NativeMethods.close(fd);
        child = new ChildProcess(error == 0 ? id : -1);
        return error;
    }

    /// <summary>Waits for the end.</summary>
    public ChildExit Wait()
    {
        int status;
        int result;
        do
            result = NativeMethods.waitpid(Id, &status, 0);
        while (result < 0 && Marshal.GetLastPInvokeError() == Errno.Interrupted);
        return result < 0 ? new ChildExit(-1, 0) : ChildExit.FromStatus(status);
    }

    /// <summary>Collects the child if it has ended, so that it is no zombie; doesn't wait.</summary>
    public bool TryReap()
    {
        const int NoHang = 1; // WNOHANG
        int status;
        return NativeMethods.waitpid(Id, &status, NoHang) == Id;
    }

    public void Signal(int signal) => NativeMethods.kill(Id, signal);
}
