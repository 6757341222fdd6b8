using System.Runtime.InteropServices;

namespace Larder.Posix;

/// <summary>The C library's functions, as it declares them. Everything else in this project wraps these.</summary>
internal static unsafe partial class NativeMethods
{
    private const string C = "libc";

    [LibraryImport(C, SetLastError = true)]
    internal static partial int open(byte* path, int flags, uint mode);

    [LibraryImport(C, SetLastError = true)]
    internal static partial int openat(int directory, byte* path, int flags, uint mode);

    /// <summary>A system call that the C library has no function for, with the arguments of openat2(2).</summary>
    [LibraryImport(C, SetLastError = true)]
    internal static partial nint syscall(nint number, nint directory, byte* path, ulong* how, nint size);

    [LibraryImport(C, SetLastError = true)]
    internal static partial int close(int fd);

    [LibraryImport(C, SetLastError = true)]
    internal static partial nint read(int fd, byte* buffer, nuint count);

    [LibraryImport(C, SetLastError = true)]
    internal static partial nint write(int fd, byte* buffer, nuint count);

    [LibraryImport(C, SetLastError = true)]
    [SuppressGCTransition]
    internal static partial nint pread(int fd, byte* buffer, nuint count, long offset);

    [LibraryImport(C, SetLastError = true)]
    internal static partial nint pwrite(int fd, byte* buffer, nuint count, long offset);

    [LibraryImport(C, SetLastError = true)]
    internal static partial long lseek(int fd, long offset, int whence);

    [LibraryImport(C, SetLastError = true)]
    [SuppressGCTransition]
    internal static partial int statx(int directory, byte* path, int flags, uint mask, StatxBuffer* buffer);

    [LibraryImport(C, SetLastError = true)]
    internal static partial int fstatfs(int fd, StatfsBuffer* buffer);

    [LibraryImport(C, SetLastError = true)]
    internal static partial int statfs(byte* path, StatfsBuffer* buffer);

    [LibraryImport(C, SetLastError = true)]
    internal static partial int rename(byte* from, byte* to);

    [LibraryImport(C, SetLastError = true)]
    internal static partial int renameat(int fromDirectory, byte* from, int toDirectory, byte* to);

    [LibraryImport(C, SetLastError = true)]
    internal static partial int unlink(byte* path);

    [LibraryImport(C, SetLastError = true)]
    internal static partial int unlinkat(int directory, byte* path, int flags);

    [LibraryImport(C, SetLastError = true)]
    internal static partial int rmdir(byte* path);

    [LibraryImport(C, SetLastError = true)]
    internal static partial int mkdir(byte* path, uint mode);

    [LibraryImport(C, SetLastError = true)]
    internal static partial int linkat(int fromDirectory, byte* from, int toDirectory, byte* to, int flags);

    [LibraryImport(C, SetLastError = true)]
    internal static partial int symlink(byte* target, byte* path);

    [LibraryImport(C, SetLastError = true)]
    internal static partial nint readlink(byte* path, byte* buffer, nuint size);

    [LibraryImport(C, SetLastError = true)]
    internal static partial nint readlinkat(int directory, byte* path, byte* buffer, nuint size);

    [LibraryImport(C, SetLastError = true)]
    internal static partial byte* realpath(byte* path, byte* resolved);

    [LibraryImport(C, SetLastError = true)]
    internal static partial int fdatasync(int fd);

    [LibraryImport(C, SetLastError = true)]
    internal static partial int ftruncate(int fd, long length);

    [LibraryImport(C, SetLastError = true)]
    internal static partial int fchmod(int fd, uint mode);

    [LibraryImport(C, SetLastError = true)]
    internal static partial int chmod(byte* path, uint mode);

    [LibraryImport(C)]
    internal static partial uint umask(uint mask);

    [LibraryImport(C)]
    internal static partial int unshare(int flags);

    [LibraryImport(C, SetLastError = true)]
    internal static partial nint sendfile(int target, int source, long* offset, nuint count);

    [LibraryImport(C)]
    internal static partial nuint getauxval(nuint type);

    [LibraryImport(C)]
    internal static partial int getsid(int process);

    [LibraryImport(C, SetLastError = true)]
    internal static partial int flock(int fd, int operation);

    [LibraryImport(C, SetLastError = true)]
    internal static partial int ioctl(int fd, nuint request, void* argument);

    [LibraryImport(C, SetLastError = true)]
    internal static partial nint copy_file_range(int from, long* fromOffset, int to, long* toOffset, nuint length, uint flags);

    [LibraryImport(C, SetLastError = true)]
    internal static partial int utimensat(int directory, byte* path, TimeSpec* times, int flags);

    [LibraryImport(C, SetLastError = true)]
    internal static partial byte* getcwd(byte* buffer, nuint size);

    [LibraryImport(C, SetLastError = true)]
    internal static partial int chdir(byte* path);

    [LibraryImport(C, SetLastError = true)]
    internal static partial int access(byte* path, int mode);

    [LibraryImport(C, SetLastError = true)]
    internal static partial nint getdents64(int fd, byte* buffer, nuint size);

    [LibraryImport(C)]
    internal static partial uint geteuid();

    [LibraryImport(C)]
    internal static partial int getpid();

    [LibraryImport(C)]
    [SuppressGCTransition]
    internal static partial int clock_gettime(int clock, TimeSpec* time);

    [LibraryImport(C)]
    internal static partial int clock_getres(int clock, TimeSpec* time);

    [LibraryImport(C, SetLastError = true)]
    internal static partial nint getrandom(byte* buffer, nuint size, uint flags);

    [LibraryImport(C, SetLastError = true)]
    internal static partial int execve(byte* path, byte** argv, byte** envp);

    [LibraryImport(C)]
    internal static partial int posix_spawn(int* pid, byte* path, void* actions, void* attributes, byte** argv, byte** envp);

    [LibraryImport(C)]
    internal static partial int posix_spawn_file_actions_init(void* actions);

    [LibraryImport(C)]
    internal static partial int posix_spawn_file_actions_destroy(void* actions);

    [LibraryImport(C)]
    internal static partial int posix_spawn_file_actions_adddup2(void* actions, int fd, int target);

    [LibraryImport(C)]
    internal static partial int posix_spawn_file_actions_addopen(void* actions, int fd, byte* path, int flags, uint mode);

    [LibraryImport(C)]
    internal static partial int posix_spawnattr_init(void* attributes);

    [LibraryImport(C)]
    internal static partial int posix_spawnattr_destroy(void* attributes);

    [LibraryImport(C)]
    internal static partial int posix_spawnattr_setflags(void* attributes, short flags);

    [LibraryImport(C)]
    internal static partial int posix_spawnattr_setsigdefault(void* attributes, void* set);

    [LibraryImport(C)]
    internal static partial int sigemptyset(void* set);

    [LibraryImport(C)]
    internal static partial int sigaddset(void* set, int signal);

    [LibraryImport(C, SetLastError = true)]
    internal static partial nint signal(int signal, nint handler);

    [LibraryImport(C, SetLastError = true)]
    internal static partial int kill(int pid, int signal);

    [LibraryImport(C, SetLastError = true)]
    internal static partial int prctl(int operation, nuint second, nuint third, nuint fourth, nuint fifth);

    [LibraryImport(C, SetLastError = true)]
    internal static partial int waitpid(int pid, int* status, int options);

    [LibraryImport(C, SetLastError = true)]
    internal static partial int memfd_create(byte* name, uint flags);

    [LibraryImport(C, SetLastError = true)]
    internal static partial int isatty(int fd);

    [LibraryImport(C, SetLastError = true)]
    internal static partial int poll(PollEntry* entries, ulong count, int milliseconds);

    [LibraryImport(C, SetLastError = true)]
    internal static partial int fcntl(int fd, int command);

    [LibraryImport(C, SetLastError = true)]
    internal static partial int fcntl(int fd, int command, int argument);

    [LibraryImport(C)]
    internal static partial void _exit(int status);

    /// <summary>libc's <c>environ</c>, through the runtime's own native shim, which is linked into every image.</summary>
    [LibraryImport("libSystem.Native", EntryPoint = "SystemNative_GetEnviron")]
    internal static partial byte** GetEnviron();
}
