namespace Larder.Storage;

/// <summary>
/// The key of a result by what it holds: compiles that end in the same files and words, whatever they were asked, have one result between them.
/// </summary>
/// <remarks>
/// The digest of the namespace and of each member's kind and content, as it is before compression, in their order. The compiler that the metadata name is
/// that of the first who stored it, and doesn't count: it may be another one that makes the same object. Whose key is of this form says so in its metadata
/// (<see cref="ResultMetadata.ContentVersionOf"/>); manifests lead to it as to any other, and so do those that an earlier larder reads.
/// </remarks>
public static class ContentKey
{
    /// <summary>Versions: 1, the first. Contents under another one are merely not shared with these.</summary>
    internal const byte Version = 1;

    /// <summary>The key of a result that is being put together; its metadata have the namespace.</summary>
    public static Digest Of(ResultBuilder builder)
    {
        KeyRecord key = Start(builder.Metadata.Span);
        foreach ((ResultMemberKind kind, ReadOnlyMemory<byte> bytes) in builder.Members)
            Add(key, kind, Digest.Of(bytes.Span));
        return key.Finish();
    }

    /// <summary>Starts the key of a result with these metadata.</summary>
    internal static KeyRecord Start(ReadOnlySpan<byte> metadata)
    {
        KeyRecord key = KeyRecord.For("content"u8, Version);
        key.Add("namespace"u8, ResultMetadata.NamespaceOf(metadata));
        return key;
    }

    /// <summary>Adds a member.</summary>
    internal static void Add(KeyRecord key, ResultMemberKind kind, in Digest content)
    {
        Span<byte> bytes = stackalloc byte[Digest.Size];
        content.CopyTo(bytes);
        key.Add("kind"u8, (long)kind);
        key.Add("content"u8, bytes);
    }
}
