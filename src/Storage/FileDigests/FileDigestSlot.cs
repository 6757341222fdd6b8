using System.Buffers.Binary;
using Larder.Posix;

namespace Larder.Storage;

/// <summary>One slot of the file digest cache.</summary>
/// <remarks>
/// All integers little-endian; a slot's checksum makes torn and foreign ones free.
/// <code>
/// table    = bucket*4096
/// bucket   = slot*32                      4096 bytes
/// slot     = checksum:u64 kind:u8 zero:3 flags:u32 device:u64 inode:u64 size:i64 mtime:i64 ctime:i64
///            mtimeNanoseconds:u32 ctimeNanoseconds:u32 value:32 names:32                            128 bytes
/// kind     = 1 the digest of a file | 2 the absence of names from a directory
/// value    = kind 1: the digest of the content; kind 2: zero
/// names    = kind 1: zero; kind 2: the digest of the set of names
/// checksum = Checksum64 of what follows it, seeded with the table's version and the boot id
/// </code>
/// </remarks>
internal static class FileDigestSlot
{
    /// <summary>Versions: 1, the first.</summary>
    internal const ulong Version = 1;

    internal const int Size = 128;

    internal const byte FileKind = 1;

    internal const byte AbsenceKind = 2;

    private const int KindAt = 8;
    private const int FlagsAt = 12;
    private const int DeviceAt = 16;
    private const int InodeAt = 24;
    private const int SizeAt = 32;
    private const int ModifiedAt = 40;
    private const int ChangedAt = 48;
    private const int ModifiedNanosecondsAt = 56;
    private const int ChangedNanosecondsAt = 60;
    private const int ValueAt = 64;
    private const int NamesAt = 96;

    internal static void Write(Span<byte> slot, ulong seed, byte kind, in FileStatus status, in Digest value, in Digest names, uint flags)
    {
        slot[KindAt..FlagsAt].Clear();
        slot[KindAt] = kind;
        BinaryPrimitives.WriteUInt32LittleEndian(slot[FlagsAt..], flags);
        BinaryPrimitives.WriteUInt64LittleEndian(slot[DeviceAt..], status.Device);
        BinaryPrimitives.WriteUInt64LittleEndian(slot[InodeAt..], status.Inode);
        BinaryPrimitives.WriteInt64LittleEndian(slot[SizeAt..], status.Size);
        BinaryPrimitives.WriteInt64LittleEndian(slot[ModifiedAt..], status.Modified.Seconds);
        BinaryPrimitives.WriteInt64LittleEndian(slot[ChangedAt..], status.Changed.Seconds);
        BinaryPrimitives.WriteUInt32LittleEndian(slot[ModifiedNanosecondsAt..], (uint)status.Modified.Nanoseconds);
        BinaryPrimitives.WriteUInt32LittleEndian(slot[ChangedNanosecondsAt..], (uint)status.Changed.Nanoseconds);
        value.CopyTo(slot[ValueAt..]);
        names.CopyTo(slot[NamesAt..]);
        BinaryPrimitives.WriteUInt64LittleEndian(slot, Checksum64.Of(slot[KindAt..Size], seed));
    }

    internal static bool IsValid(ReadOnlySpan<byte> slot, ulong seed) =>
        slot[KindAt] != 0 && Checksum64.Of(slot[KindAt..Size], seed) == BinaryPrimitives.ReadUInt64LittleEndian(slot);

    /// <summary>True where the slot is about that inode (and set of names), be it up to date or not. The checksum is not looked at.</summary>
    internal static bool IsAbout(ReadOnlySpan<byte> slot, byte kind, in FileStatus status, in Digest names) =>
        BinaryPrimitives.ReadUInt64LittleEndian(slot[InodeAt..]) == status.Inode
        && slot[KindAt] == kind
        && BinaryPrimitives.ReadUInt64LittleEndian(slot[DeviceAt..]) == status.Device
        && Digest.FromBytes(slot[NamesAt..]) == names;

    /// <summary>True where the inode still is what it was when the slot was written.</summary>
    internal static bool IsCurrent(ReadOnlySpan<byte> slot, in FileStatus status) =>
        BinaryPrimitives.ReadInt64LittleEndian(slot[SizeAt..]) == status.Size
        && BinaryPrimitives.ReadInt64LittleEndian(slot[ModifiedAt..]) == status.Modified.Seconds
        && BinaryPrimitives.ReadInt64LittleEndian(slot[ChangedAt..]) == status.Changed.Seconds
        && BinaryPrimitives.ReadUInt32LittleEndian(slot[ModifiedNanosecondsAt..]) == (uint)status.Modified.Nanoseconds
        && BinaryPrimitives.ReadUInt32LittleEndian(slot[ChangedNanosecondsAt..]) == (uint)status.Changed.Nanoseconds;

    internal static Digest Value(ReadOnlySpan<byte> slot) => Digest.FromBytes(slot[ValueAt..]);

    internal static uint Flags(ReadOnlySpan<byte> slot) => BinaryPrimitives.ReadUInt32LittleEndian(slot[FlagsAt..]);
}
