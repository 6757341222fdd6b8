namespace Larder.Storage;

/// <summary>One member of a stored result, as the table has it.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Encoding">How it stands in the file.</param>
/// <param name="RawSize">The length of its content in bytes.</param>
/// <param name="StoredSize">What it takes in the file, in bytes.</param>
/// <param name="Offset">Where it stands in the file.</param>
/// <param name="Sum">The digest of what stands in the file.</param>
public readonly record struct ResultMember(
    ResultMemberKind Kind, MemberEncoding Encoding, long RawSize, long StoredSize, long Offset, Digest Sum);
