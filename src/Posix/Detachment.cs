using System.Runtime.InteropServices;

namespace Larder.Posix;

/// <summary>What posix_spawn(3) is told for a child that must hold on to nothing of its caller's (<see cref="SpawnRequest.Detached"/>).</summary>
internal static unsafe partial class Detachment
{
    /// <summary>POSIX_SPAWN_SETSIGMASK and POSIX_SPAWN_SETSID (spawn.h of glibc 2.26 and later).</summary>
    internal const short Flags = 0x08 | 0x80;

    private const int FirstKept = 3;

    /// <summary>Adds the signals that a shell or a build tool may have ignored, and an empty mask.</summary>
    internal static void AddTo(byte* attributes, byte* defaults)
    {
        foreach (int signal in (ReadOnlySpan<int>)[SignalNumber.HangUp, SignalNumber.Interrupt, SignalNumber.Quit, SignalNumber.Terminate, SignalNumber.Child])
            NativeMethods.sigaddset(defaults, signal);
        byte* mask = stackalloc byte[256];
        NativeMethods.sigemptyset(mask);
        posix_spawnattr_setsigmask(attributes, mask);
    }

    /// <summary>Adds the standard streams that aren't named and the kept files, and closes the rest. The numbers returned are to be closed after the spawn.</summary>
    internal static int[] AddFiles(byte* actions, SpawnRequest request)
    {
        const int ReadWrite = 2;
        byte* nowhere = stackalloc byte[16];
        "/dev/null\0"u8.CopyTo(new Span<byte>(nowhere, 16));
        if (!request.Output.IsOpen)
            NativeMethods.posix_spawn_file_actions_addopen(actions, 1, nowhere, ReadWrite, 0);
        if (!request.Error.IsOpen)
            NativeMethods.posix_spawn_file_actions_addopen(actions, 2, nowhere, ReadWrite, 0);

        // By way of numbers above all targets: none of the files may stand where another one goes.
        const int DuplicateCloseOnExec = 1030; // F_DUPFD_CLOEXEC
        int end = FirstKept + request.Kept.Length;
        int[] copies = new int[request.Kept.Length];
        for (int i = 0; i < copies.Length; i++)
        {
            copies[i] = fcntl(request.Kept[i].Value, DuplicateCloseOnExec, end);
            NativeMethods.posix_spawn_file_actions_adddup2(actions, copies[i], FirstKept + i);
        }

        posix_spawn_file_actions_addclosefrom_np(actions, end);
        if (request.Directory is { } directory)
        {
            byte* room = stackalloc byte[NullTerminated.InlineSize];
            fixed (byte* p = NullTerminated.Of(directory, new Span<byte>(room, NullTerminated.InlineSize)))
                posix_spawn_file_actions_addchdir_np(actions, p);
        }

        return copies;
    }

    [LibraryImport("libc")]
    private static partial int posix_spawnattr_setsigmask(void* attributes, void* set);

    // glibc 2.34 and later.
    [LibraryImport("libc")]
    private static partial int posix_spawn_file_actions_addclosefrom_np(void* actions, int from);

    // glibc 2.29 and later. Copies the path.
    [LibraryImport("libc")]
    private static partial int posix_spawn_file_actions_addchdir_np(void* actions, byte* path);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fcntl(int fd, int command, int argument);
}
