using Larder.CommandLine.Text;
using Larder.Posix;
using Larder.Storage;

namespace Larder.CommandLine.Inspection;

/// <summary>Prints a result: its members, each read and held against its digest.</summary>
internal static class ResultPrinter
{
    /// <summary>False where the head or a member is damaged.</summary>
    internal static bool Print(byte[] file, in Digest key, TextWriter output)
    {
        if (!ResultFormat.TryDecode(file, file.Length, key, out ResultMember[] members, out Range metadata))
            return false;
        ReadOnlySpan<byte> name = ResultMetadata.NamespaceOf(file.AsSpan(metadata));
        if (!name.IsEmpty)
            output.WriteLine($"  namespace  {ByteText.Show(name)}");
        output.WriteLine("  members");
        AlignedTable table = new(false, true, false, false, false);
        bool areWhole = true;
        foreach (ResultMember member in members)
        {
            byte[]? content = Content(file, member);
            areWhole &= content is not null;
            string stored = member.Encoding == MemberEncoding.Zstandard
                ? $"zstd, {Quantity.Bytes(member.StoredSize)} at {member.Offset}"
                : $"raw at {member.Offset}";
            table.Add("    " + ResultMemberNames.Of(member.Kind), Quantity.Bytes(member.RawSize), stored, content is null ? "" : Digest.Of(content).ToString(), content is null ? "DAMAGED" : "");
        }

        table.WriteTo(output);
        return areWhole;
    }

    /// <summary>What a user would get of the member; null where it is damaged.</summary>
    private static byte[]? Content(byte[] file, in ResultMember member)
    {
        // The table's offsets were checked against the file's length when it was read.
        ReadOnlySpan<byte> stored = file.AsSpan((int)member.Offset, (int)member.StoredSize);
        if (Digest.Of(stored) != member.Sum)
            return null;
        if (member.Encoding == MemberEncoding.Raw)
            return stored.ToArray();
        byte[] raw = new byte[member.RawSize];
        return Zstandard.Decompress(stored, raw) ? raw : null;
    }
}
