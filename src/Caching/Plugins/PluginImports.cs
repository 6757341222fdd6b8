namespace Larder.Caching.Plugins;

/// <summary>
/// What a compiler's plugin may ask for and still be an input by its own bytes alone. It may look at the program that is compiled, and change it; the
/// compiler's own functions give it that. What opens files, asks for the time, the surroundings or chance, or starts programs is beyond that.
/// </summary>
internal static class PluginImports
{
    /// <summary>The libraries that every plugin of gcc's or clang's may bring: the languages', and the compiler's own.</summary>
    private static readonly byte[][] Libraries =
    [
        .. Lines("libc.so libm.so libstdc++.so libgcc_s.so libc++.so libc++abi.so ld-linux libpthread.so libdl.so librt.so libLLVM libclang-cpp.so linux-vdso.so"u8),
    ];

    /// <summary>Functions of C, by their whole names.</summary>
    private static readonly byte[][] Functions =
    [
        .. Lines("open open64 openat openat64 creat creat64 fopen fopen64 freopen freopen64 fdopen popen opendir fdopendir scandir scandir64"u8),
        .. Lines("ftw ftw64 nftw nftw64 glob glob64 mkstemp mkstemp64 mkostemp mkostemp64 mkstemps mkdtemp tmpfile tmpfile64 tmpnam tempnam"u8),
        .. Lines("stat stat64 lstat lstat64 fstatat fstatat64 statx __xstat __xstat64 __lxstat __lxstat64 __fxstatat access faccessat readlink readlinkat"u8),
        .. Lines("realpath canonicalize_file_name getcwd get_current_dir_name rename unlink remove mkdir rmdir link symlink truncate"u8),
        .. Lines("getenv secure_getenv __secure_getenv environ __environ _environ uname gethostname getlogin getpid getppid getuid geteuid"u8),
        .. Lines("time gettimeofday clock_gettime clock timespec_get ftime times getrusage getrandom getentropy arc4random arc4random_buf"u8),
        .. Lines("socket connect syscall dlopen dlmopen dlsym fork vfork clone system execv execve execvp execvpe execl execlp execle fexecve posix_spawn posix_spawnp"u8),
        .. Lines("choose_temp_base choose_tmpdir make_temp_file make_temp_file_with_prefix pex_init pex_run pex_one lrealpath"u8),
    ];

    /// <summary>Parts of C++ names, as the Itanium ABI spells them: of the library, of gcc and of LLVM.</summary>
    private static readonly byte[][] Parts =
    [
        .. Lines("basic_filebuf basic_ifstream basic_ofstream basic_fstream random_device 10filesystem _clock3nowEv"u8),
        .. Lines("dump_begin dump_start open_auxiliary_file 18cpp_read_main_file"u8),
        .. Lines("13raw_fd_stream 14raw_fd_ostream 14ToolOutputFile OutputFile MemoryBuffer7getFile MemoryBuffer11getOpenFile MemoryBuffer12getFileSlice"u8),
        .. Lines("MemoryBuffer14getFileOrSTDIN MemoryBuffer16getOpenFileSlice MemoryBuffer8getSTDIN 4llvm3sys2fs 4llvm3vfs 11FileManager"u8),
        .. Lines("6GetEnv 14ExecuteAndWait 13ExecuteNoWait 14DynamicLibrary 18getCurrentTime GetRandomNumber"u8),
    ];

    /// <summary>Null where all that is asked for is harmless, else the first that isn't.</summary>
    internal static byte[]? FindHarmful(List<byte[]> libraries, List<byte[]> symbols)
    {
        foreach (byte[] library in libraries)
        {
            if (!Array.Exists(Libraries, known => library.AsSpan().StartsWith(known)))
                return library;
        }

        foreach (byte[] symbol in symbols)
        {
            if (Array.Exists(Functions, function => symbol.AsSpan().SequenceEqual(function))
                || Array.Exists(Parts, part => symbol.AsSpan().IndexOf(part) >= 0))
                return symbol;
        }

        return null;
    }

    private static List<byte[]> Lines(ReadOnlySpan<byte> words)
    {
        List<byte[]> list = [];
        foreach (Range range in words.Split((byte)' '))
            list.Add(words[range].ToArray());
        return list;
    }
}
