using System.Buffers.Binary;

namespace Larder.Posix;

/// <summary>Lists a directory by getdents64(2), names as bytes, "." and ".." left out.</summary>
public unsafe ref struct DirectoryReader
{
    private const int HeaderSize = 19; // struct linux_dirent64: ino, off, reclen, type
    private const int KindAt = 18;
    private const int BufferSize = 32 * 1024;

    /// <summary><see cref="Kind"/> of a directory.</summary>
    public const byte DirectoryKind = 4;

    private readonly FileDescriptor _directory;
    private readonly byte[] _buffer;
    private int _next;
    private int _filled;

    private DirectoryReader(FileDescriptor directory, byte[] buffer)
    {
        _directory = directory;
        _buffer = buffer;
        _next = 0;
        _filled = 0;
        Name = default;
        Error = Errno.None;
        Kind = 0;
    }

    /// <summary>The name that the last <see cref="Read"/> found; valid until the next.</summary>
    public ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>What the directory says of it (DT_…: a directory is 4, a link 10); 0 where the file system doesn't tell.</summary>
    public byte Kind { get; private set; }

    /// <summary>Why the last <see cref="Read"/> found nothing: 0 at the directory's end, else what getdents64(2) ended in.</summary>
    public int Error { get; private set; }

    /// <summary>Opens a directory. An error number.</summary>
    public static int Open(ReadOnlySpan<byte> path, out DirectoryReader reader)
    {
        int error = FileSystem.Open(path, OpenFlags.ReadOnly | OpenFlagsExtensions.Directory, out FileDescriptor directory);
        reader = error == Errno.None ? Of(directory) : default;
        return error;
    }

    /// <summary>Lists a directory that is open for reading, and closes it in the end.</summary>
    public static DirectoryReader Of(FileDescriptor directory) => new(directory, new byte[BufferSize]);

    /// <summary>The same with the caller's room for names (some kilobytes), which a walk over many directories uses again and again.</summary>
    public static DirectoryReader Of(FileDescriptor directory, byte[] room) => new(directory, room);

    /// <summary>Takes away a file of the directory, whatever the path to it leads to by now. An error number.</summary>
    public readonly int Unlink(ReadOnlySpan<byte> name) => LinkFreePaths.Unlink(_directory, name);

    /// <summary>Steps to the next name. False at the end, and where the directory can't be read further.</summary>
    public bool Read()
    {
        while (true)
        {
            if (_next >= _filled)
            {
                fixed (byte* p = _buffer)
                    _filled = (int)NativeMethods.getdents64(_directory.Value, p, (nuint)_buffer.Length);
                _next = 0;
                if (_filled <= 0)
                {
                    Error = _filled < 0 ? System.Runtime.InteropServices.Marshal.GetLastPInvokeError() : Errno.None;
                    return false;
                }
            }

            ReadOnlySpan<byte> entry = _buffer.AsSpan(_next);
            int size = BinaryPrimitives.ReadUInt16LittleEndian(entry[16..]);
            _next += size;
            ReadOnlySpan<byte> name = entry[HeaderSize..size];
            name = name[..name.IndexOf((byte)0)];
            if (name.SequenceEqual("."u8) || name.SequenceEqual(".."u8))
                continue;
            Name = name;
            Kind = entry[KindAt];
            return true;
        }
    }

    public readonly void Dispose() => _directory.Dispose();
}
