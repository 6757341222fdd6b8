using System.Buffers.Binary;
using Larder.Compilers;
using Larder.Storage;
using Larder.Storage.Manifests;

namespace Larder.Caching.Toolchains;

/// <summary>
/// How toolchains are written in the store. All numbers are little-endian.
/// <code>
/// entry   = version:u8 zero:u8 variantCount:u16 variant{variantCount}
/// variant = size:u32 bodySize:u32 body inputs:input-set                (size counts bodySize, body and inputs)
/// body    = family:u8 flags:u8 quoteCount:u16 angleCount:u16 zero:u16 identity:u8{32} directory{quoteCount+angleCount} version
/// flags   = 1: the assembler is GNU's
/// directory = length:u16 byte{length}
/// version = length:u16 byte{length}                                    what the driver says of it, for people
/// </code>
/// A variant holds while its inputs do: programs, libraries, configuration, and what was looked for in vain on the way.
/// Version history: 1, the first; 2, of clang's with all directories that it was given, where it ignored one for being another: those of version 1 could
/// hold when they shouldn't; 3, with the version.
/// </summary>
internal static class ToolchainEntry
{
    internal const byte FormatVersion = 3;

    /// <summary>A line.</summary>
    internal const int MaxVersion = 400;

    /// <summary>Machines, containers or branches that share a cache and have another compiler at the same path.</summary>
    private const int MaxVariants = 8;

    /// <summary>A compiler searches a few dozen directories; more is damage.</summary>
    private const int MaxDirectories = 4096;

    private const int BodyHeaderSize = 8 + Digest.Size;

    /// <summary>Finds the variant that <paramref name="holds"/> accepts.</summary>
    internal static Toolchain? Find(ReadOnlySpan<byte> bytes, Holds holds)
    {
        foreach (Range range in Variants(bytes))
        {
            ReadOnlySpan<byte> variant = bytes[range];
            int bodySize = BinaryPrimitives.ReadInt32LittleEndian(variant);
            if (bodySize < BodyHeaderSize || bodySize > variant.Length - 4)
                continue;
            if (InputSet.TryRead(variant[(4 + bodySize)..], out InputSet inputs) && holds(in inputs)
                && ReadBody(variant.Slice(4, bodySize)) is { } toolchain)
                return toolchain;
        }

        return null;
    }

    /// <summary>Whether all of an entry can be read: for one that somebody else made.</summary>
    internal static bool IsWhole(ReadOnlySpan<byte> bytes)
    {
        List<Range> variants = Variants(bytes);
        foreach (Range range in variants)
        {
            ReadOnlySpan<byte> variant = bytes[range];
            int bodySize = BinaryPrimitives.ReadInt32LittleEndian(variant);
            if (bodySize < BodyHeaderSize || bodySize > variant.Length - 4
                || !InputSet.TryRead(variant[(4 + bodySize)..], out _) || ReadBody(variant.Slice(4, bodySize)) is null)
                return false;
        }

        return bytes.Length >= 4 && variants.Count == BinaryPrimitives.ReadUInt16LittleEndian(bytes[2..]);
    }

    internal delegate bool Holds(in InputSet inputs);

    /// <summary>The entry with a new variant in front; the oldest falls out.</summary>
    internal static byte[] Prepend(ReadOnlySpan<byte> earlier, Toolchain toolchain, ReadOnlySpan<byte> inputs)
    {
        List<byte[]> variants = [WriteVariant(toolchain, inputs)];
        foreach (Range range in Variants(earlier))
        {
            if (variants.Count < MaxVariants && !earlier[range].SequenceEqual(variants[0]))
                variants.Add(earlier[range].ToArray());
        }

        int size = 4;
        foreach (byte[] variant in variants)
            size += 4 + variant.Length;
        byte[] bytes = new byte[size];
        bytes[0] = FormatVersion;
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(2), (ushort)variants.Count);
        Span<byte> at = bytes.AsSpan(4);
        foreach (byte[] variant in variants)
        {
            BinaryPrimitives.WriteInt32LittleEndian(at, variant.Length);
            variant.CopyTo(at[4..]);
            at = at[(4 + variant.Length)..];
        }

        return bytes;
    }

    private static List<Range> Variants(ReadOnlySpan<byte> bytes)
    {
        List<Range> ranges = [];
        if (bytes.Length < 4 || bytes[0] != FormatVersion)
            return ranges;
        int count = Math.Min((int)BinaryPrimitives.ReadUInt16LittleEndian(bytes[2..]), MaxVariants);
        int at = 4;
        for (int i = 0; i < count && bytes.Length - at >= 8; i++)
        {
            uint size = BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);
            if (size < 4 || size > bytes.Length - at - 4)
                break;
            ranges.Add((at + 4)..(at + 4 + (int)size));
            at += 4 + (int)size;
        }

        return ranges;
    }

    private static Toolchain? ReadBody(ReadOnlySpan<byte> body)
    {
        int quotes = BinaryPrimitives.ReadUInt16LittleEndian(body[2..]);
        int angles = BinaryPrimitives.ReadUInt16LittleEndian(body[4..]);
        if (body[0] > (byte)CompilerFamily.Clang || quotes + angles > MaxDirectories)
            return null;
        ReadOnlySpan<byte> rest = body[BodyHeaderSize..];
        byte[][] quoteDirectories = new byte[quotes][];
        byte[][] angleDirectories = new byte[angles][];
        byte[][] version = new byte[1][];
        if (!ReadTexts(ref rest, quoteDirectories) || !ReadTexts(ref rest, angleDirectories) || !ReadTexts(ref rest, version))
            return null;
        return new Toolchain
        {
            Family = (CompilerFamily)body[0],
            AssemblerIsGnu = (body[1] & 1) != 0,
            Identity = Digest.FromBytes(body.Slice(8, Digest.Size)),
            QuoteDirectories = quoteDirectories,
            AngleDirectories = angleDirectories,
            Version = version[0],
        };
    }

    private static bool ReadTexts(ref ReadOnlySpan<byte> rest, byte[][] into)
    {
        for (int i = 0; i < into.Length; i++)
        {
            if (rest.Length < 2)
                return false;
            int length = BinaryPrimitives.ReadUInt16LittleEndian(rest);
            if (length > rest.Length - 2)
                return false;
            into[i] = rest.Slice(2, length).ToArray();
            rest = rest[(2 + length)..];
        }

        return true;
    }

    private static byte[] WriteVariant(Toolchain toolchain, ReadOnlySpan<byte> inputs)
    {
        int bodySize = BodyHeaderSize;
        foreach (byte[] directory in toolchain.QuoteDirectories)
            bodySize += 2 + directory.Length;
        foreach (byte[] directory in toolchain.AngleDirectories)
            bodySize += 2 + directory.Length;
        bodySize += 2 + toolchain.Version.Length;
        byte[] variant = new byte[4 + bodySize + inputs.Length];
        BinaryPrimitives.WriteInt32LittleEndian(variant, bodySize);
        Span<byte> body = variant.AsSpan(4);
        body[0] = (byte)toolchain.Family;
        body[1] = (byte)(toolchain.AssemblerIsGnu ? 1 : 0);
        BinaryPrimitives.WriteUInt16LittleEndian(body[2..], (ushort)toolchain.QuoteDirectories.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(body[4..], (ushort)toolchain.AngleDirectories.Length);
        toolchain.Identity.CopyTo(body[8..]);
        Span<byte> at = body[BodyHeaderSize..];
        WriteTexts(ref at, toolchain.QuoteDirectories);
        WriteTexts(ref at, toolchain.AngleDirectories);
        WriteTexts(ref at, [toolchain.Version]);
        inputs.CopyTo(at);
        return variant;
    }

    private static void WriteTexts(ref Span<byte> at, byte[][] texts)
    {
        foreach (byte[] text in texts)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(at, (ushort)text.Length);
            text.CopyTo(at[2..]);
            at = at[(2 + text.Length)..];
        }
    }
}
