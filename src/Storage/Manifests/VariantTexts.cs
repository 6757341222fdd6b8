using System.Buffers.Binary;

namespace Larder.Storage.Manifests;

/// <summary>
/// The members of a result that say where things lie (dependency file, diagnostics). They stand in the manifest, so that compiles that end in the same object in
/// different places have one result between them; and there they take little, for the manifest has the same paths.
/// </summary>
public static class VariantTexts
{
    /// <summary>Together, in bytes: a manifest is read whole, with all its variants. What is larger stays in the result.</summary>
    private const int MaxSize = 64 * 1024;

    private const int HeaderSize = 8;

    /// <summary>Takes such members out of a result. What is returned is the rest, which is the whole where there are none, or nothing else.</summary>
    public static ResultBuilder Split(ResultBuilder builder, out List<(ResultMemberKind Kind, byte[] Bytes)> texts)
    {
        texts = [];
        ResultBuilder rest = new() { Metadata = builder.Metadata };
        int size = 0;
        foreach ((ResultMemberKind kind, ReadOnlyMemory<byte> bytes) in builder.Members)
        {
            if (IsText(kind) && bytes.Length <= MaxSize - size)
            {
                size += bytes.Length;
                texts.Add((kind, bytes.ToArray()));
            }
            else
            {
                rest.Add(kind, bytes);
            }
        }

        if (rest.Count > 0)
            return rest;
        texts = [];
        return builder;
    }

    internal static int SizeOf(IReadOnlyList<(ResultMemberKind Kind, byte[] Bytes)> texts)
    {
        int size = 0;
        foreach ((_, byte[] bytes) in texts)
            size += HeaderSize + bytes.Length;
        return size;
    }

    internal static void Write(IReadOnlyList<(ResultMemberKind Kind, byte[] Bytes)> texts, Span<byte> target)
    {
        foreach ((ResultMemberKind kind, byte[] bytes) in texts)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(target, (ushort)kind);
            BinaryPrimitives.WriteUInt16LittleEndian(target[2..], 0);
            BinaryPrimitives.WriteInt32LittleEndian(target[4..], bytes.Length);
            bytes.CopyTo(target[HeaderSize..]);
            target = target[(HeaderSize + bytes.Length)..];
        }
    }

    /// <summary>Whether the bytes are so many texts, no kind twice, and nothing else.</summary>
    internal static bool AreWhole(ReadOnlySpan<byte> bytes, int count)
    {
        ulong kinds = 0;
        for (int i = 0; i < count; i++)
        {
            if (!TryNext(ref bytes, out ResultMemberKind kind, out _) || !IsText(kind) || (kinds & (1UL << (int)kind)) != 0)
                return false;
            kinds |= 1UL << (int)kind;
        }

        return bytes.IsEmpty;
    }

    internal static List<(ResultMemberKind Kind, byte[] Bytes)> Read(ReadOnlySpan<byte> bytes, int count)
    {
        List<(ResultMemberKind, byte[])> texts = [];
        if (!AreWhole(bytes, count))
            return texts;
        while (TryNext(ref bytes, out ResultMemberKind kind, out ReadOnlySpan<byte> text))
            texts.Add((kind, text.ToArray()));
        return texts;
    }

    /// <summary>Not standard output: with -E that is the result.</summary>
    private static bool IsText(ResultMemberKind kind) => kind is ResultMemberKind.Dependency or ResultMemberKind.StandardError;

    private static bool TryNext(ref ReadOnlySpan<byte> bytes, out ResultMemberKind kind, out ReadOnlySpan<byte> text)
    {
        kind = default;
        text = default;
        if (bytes.Length < HeaderSize)
            return false;
        kind = (ResultMemberKind)BinaryPrimitives.ReadUInt16LittleEndian(bytes);
        uint size = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
        if (size > bytes.Length - HeaderSize)
            return false;
        text = bytes.Slice(HeaderSize, (int)size);
        bytes = bytes[(HeaderSize + (int)size)..];
        return true;
    }
}
