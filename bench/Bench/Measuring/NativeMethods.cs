using System.Runtime.InteropServices;

namespace Larder.Bench.Measuring;

/// <summary>The few calls of glibc that start a process with as little of our own time in the measurement as possible.</summary>
internal static unsafe partial class NativeMethods
{
    /// <summary>POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK, glibc's spawn.h.</summary>
    internal const short SpawnDefaultSignals = 0x04 | 0x08;

    internal const int WriteCreateTruncate = 0x1 | 0x40 | 0x200;

    /// <summary>Bytes that hold any of glibc's opaque structs used here (the largest, posix_spawnattr_t, has 336).</summary>
    internal const int OpaqueSize = 512;

    [LibraryImport("libc", EntryPoint = "posix_spawn")]
    internal static partial int Spawn(int* pid, byte* path, byte* actions, byte* attributes, byte** argv, byte** environment);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    internal static partial int ActionsInit(byte* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_destroy")]
    internal static partial int ActionsDestroy(byte* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addopen", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int ActionsAddOpen(byte* actions, int descriptor, string path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addchdir_np", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int ActionsAddChangeDirectory(byte* actions, string path);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_init")]
    internal static partial int AttributesInit(byte* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_destroy")]
    internal static partial int AttributesDestroy(byte* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setflags")]
    internal static partial int AttributesSetFlags(byte* attributes, short flags);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigdefault")]
    internal static partial int AttributesSetDefaultSignals(byte* attributes, byte* signals);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigmask")]
    internal static partial int AttributesSetMask(byte* attributes, byte* signals);

    [LibraryImport("libc", EntryPoint = "sigfillset")]
    internal static partial int SignalsFill(byte* signals);

    [LibraryImport("libc", EntryPoint = "sigemptyset")]
    internal static partial int SignalsEmpty(byte* signals);

    /// <summary>The usage is a struct rusage: its first four words are user and system time in seconds and microseconds.</summary>
    [LibraryImport("libc", EntryPoint = "wait4", SetLastError = true)]
    internal static partial int Wait(int pid, int* status, int options, long* usage);
}
