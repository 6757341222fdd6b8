namespace Larder.Posix;

/// <summary>The error numbers of Linux (asm-generic/errno-base.h, errno.h) that this program tells apart. 0 is success.</summary>
public static class Errno
{
    public const int None = 0;
    public const int PermissionDenied = 1;          // EPERM
    public const int NotFound = 2;                  // ENOENT
    public const int Interrupted = 4;               // EINTR
    public const int Io = 5;                        // EIO
    public const int NoSuchDevice = 6;              // ENXIO
    public const int ArgumentListTooLong = 7;       // E2BIG
    public const int NotExecutable = 8;             // ENOEXEC
    public const int BadDescriptor = 9;             // EBADF
    public const int TryAgain = 11;                 // EAGAIN
    public const int AccessDenied = 13;             // EACCES
    public const int Exists = 17;                   // EEXIST
    public const int CrossDevice = 18;              // EXDEV
    public const int NotADirectory = 20;            // ENOTDIR
    public const int IsADirectory = 21;             // EISDIR
    public const int Invalid = 22;                  // EINVAL
    public const int NoSpace = 28;                  // ENOSPC
    public const int FileTooLarge = 27;             // EFBIG
    public const int ReadOnlyFileSystem = 30;       // EROFS
    public const int BrokenPipe = 32;               // EPIPE
    public const int Range = 34;                    // ERANGE
    public const int NameTooLong = 36;              // ENAMETOOLONG
    public const int NotImplemented = 38;           // ENOSYS
    public const int NotEmpty = 39;                 // ENOTEMPTY
    public const int TooManyLinks = 40;             // ELOOP
    public const int NotSupported = 95;             // EOPNOTSUPP
    public const int QuotaExceeded = 122;           // EDQUOT

    /// <summary>True where the error says that no file stands at that path (a component is missing, or is no directory).</summary>
    public static bool SaysAbsent(int errno) => errno is NotFound or NotADirectory;

    /// <summary>The usual English sentence for the numbers above, and the number for others.</summary>
    public static string Describe(int errno) => errno switch
    {
        PermissionDenied => "Operation not permitted",
        NotFound => "No such file or directory",
        Io => "Input/output error",
        ArgumentListTooLong => "Argument list too long",
        NotExecutable => "Exec format error",
        AccessDenied => "Permission denied",
        Exists => "File exists",
        CrossDevice => "Invalid cross-device link",
        NotADirectory => "Not a directory",
        IsADirectory => "Is a directory",
        Invalid => "Invalid argument",
        NoSpace => "No space left on device",
        FileTooLarge => "File too large",
        ReadOnlyFileSystem => "Read-only file system",
        NameTooLong => "File name too long",
        NotEmpty => "Directory not empty",
        TooManyLinks => "Too many levels of symbolic links",
        NotSupported => "Operation not supported",
        QuotaExceeded => "Disk quota exceeded",
        _ => "error " + errno.ToString(),
    };
}
