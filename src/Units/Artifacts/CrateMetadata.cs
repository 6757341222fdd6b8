using System.Globalization;
using System.Text;
using Larder.Posix;
using Larder.Storage;

namespace Larder.Units.Artifacts;

/// <summary>The metadata in a Rust library (.rlib): all that rustc reads of it to compile a crate against it. Its code is read by who links.</summary>
/// <remarks>
/// An .rlib is an archive (ar(5)) with a member "lib.rmeta". That holds the metadata as it is, or an ELF object around it, with the metadata in its section ".rmeta"
/// (rustc_codegen_ssa, back/metadata.rs); they are the bytes that "--emit=metadata" writes by themselves.
/// <code>
/// archive = "!&lt;arch&gt;\n" member*           member = name:16 time:12 owner:6 group:6 mode:8 size:10 "`\n" content [LF, to an even length]
/// </code>
/// </remarks>
internal static class CrateMetadata
{
    private const int HeaderSize = 60;
    private const int NameSize = 16;
    private const int SizeAt = 48;
    private const int SizeSize = 10;

    private static ReadOnlySpan<byte> Magic => "!<arch>\n"u8;

    private static ReadOnlySpan<byte> MemberName => "lib.rmeta/"u8;

    /// <summary>Whether a file is a Rust library by its name.</summary>
    internal static bool IsCrate(string path) => path.EndsWith(".rlib", StringComparison.Ordinal);

    /// <summary>The metadata's digest. Null where the file isn't understood: then all of it counts.</summary>
    internal static Digest? DigestOf(FileDescriptor file) => Read(file) is { } metadata ? Digest.Of(metadata) : null;

    /// <summary>Reads the metadata. Null where the file has none, or isn't understood.</summary>
    internal static byte[]? Read(FileDescriptor file)
    {
        byte[] header = new byte[HeaderSize];
        if (file.Stat(out FileStatus status) != Errno.None || file.ReadAt(0, header.AsSpan(0, Magic.Length)) != Magic.Length || !header.AsSpan().StartsWith(Magic))
            return null;
        for (long at = Magic.Length; file.ReadAt(at, header) == HeaderSize;)
        {
            at += HeaderSize;
            if (!header.AsSpan().EndsWith("`\n"u8) || !TrySize(header, out long size) || size > status.Size - at)
                return null;
            if (header.AsSpan(0, NameSize).TrimEnd((byte)' ').SequenceEqual(MemberName))
                return Content(file, at, size);
            at += size + (size & 1);
        }

        return null;
    }

    /// <summary>A library that holds nothing but metadata: enough to compile against, and none that could be linked.</summary>
    /// <param name="place">Where it is to stand: it says so itself, in its first member, to whoever looks (rustc.sh).</param>
    /// <param name="metadata">What rustc wrote, or <see cref="Read"/> found.</param>
    internal static byte[] Stub(string place, ReadOnlySpan<byte> metadata)
    {
        using MemoryStream archive = new();
        archive.Write(Magic);
        Add(archive, "larder.stub/", ByteText.Encode(place + "\n"));
        Add(archive, "lib.rmeta/", metadata);
        return archive.ToArray();
    }

    private static byte[]? Content(FileDescriptor file, long at, long size)
    {
        byte[] head = new byte[ElfHeader.Size];
        int read = file.ReadAt(at, head.AsSpan(0, (int)Math.Min(size, head.Length)));
        if (read <= 0)
            return null;
        if (!ElfHeader.IsAt(head.AsSpan(0, read)))
        {
            byte[] whole = new byte[Math.Min(size, int.MaxValue / 2)];
            return whole.Length == size && file.ReadAt(at, whole) == size ? whole : null;
        }

        if (ElfFile.Read(file, at, size) is not { } elf || elf.Header.SectionNames >= elf.Sections.Length || elf.Content(elf.Sections[elf.Header.SectionNames]) is not { } names)
            return null;
        foreach (ElfSection section in elf.Sections)
        {
            if (ElfFile.TryName(names, section.Name, out ReadOnlySpan<byte> name) && name.SequenceEqual(".rmeta"u8))
                return elf.Content(section);
        }

        return null;
    }

    private static bool TrySize(ReadOnlySpan<byte> header, out long size) =>
        long.TryParse(header.Slice(SizeAt, SizeSize).TrimEnd((byte)' '), NumberStyles.None, CultureInfo.InvariantCulture, out size);

    private static void Add(MemoryStream archive, string name, ReadOnlySpan<byte> content)
    {
        archive.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{name,-16}{0,-12}{0,-6}{0,-6}{644,-8}{content.Length,-10}`\n")));
        archive.Write(content);
        if ((content.Length & 1) != 0)
            archive.WriteByte((byte)'\n');
    }
}
