using System.Buffers.Binary;

namespace Larder.Storage;

/// <summary>What stands beside a result's members: facts about the entry that no key can be asked for.</summary>
/// <remarks>
/// <code>
/// metadata = field*                      none where there is nothing to say
/// field    = tag:u8 size:u16 bytes{size} little-endian; a reader passes over tags that it doesn't know
/// </code>
/// </remarks>
public static class ResultMetadata
{
    private const int FieldHeader = 3;

    /// <summary>Tags. Written to disk, never change.</summary>
    private const byte NamespaceTag = 1;

    /// <summary>The metadata of a result that was stored under the setting <c>namespace</c>; empty where that is.</summary>
    public static ReadOnlyMemory<byte> OfNamespace(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty || name.Length > ResultFormat.MaxMetadata - FieldHeader)
            return default;
        byte[] field = new byte[FieldHeader + name.Length];
        field[0] = NamespaceTag;
        BinaryPrimitives.WriteUInt16LittleEndian(field.AsSpan(1), (ushort)name.Length);
        name.CopyTo(field.AsSpan(FieldHeader));
        return field;
    }

    /// <summary>The namespace that a result was stored in; empty for none, and where the metadata are damaged.</summary>
    public static ReadOnlySpan<byte> NamespaceOf(ReadOnlySpan<byte> metadata)
    {
        while (metadata.Length >= FieldHeader)
        {
            int size = BinaryPrimitives.ReadUInt16LittleEndian(metadata[1..]);
            if (size > metadata.Length - FieldHeader)
                return default;
            if (metadata[0] == NamespaceTag)
                return metadata.Slice(FieldHeader, size);
            metadata = metadata[(FieldHeader + size)..];
        }

        return default;
    }
}
