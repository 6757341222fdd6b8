using Larder.Posix;
using Larder.Storage;

namespace Larder.CommandLine.Inspection;

/// <summary>Finds entries by how their keys begin.</summary>
internal static class EntryLookup
{
    /// <summary>Two digits name the shard; with fewer than this, half a shard would be found.</summary>
    private const int ShortestPrefix = 4;

    /// <summary>Whether a word is a key, or the beginning of one.</summary>
    internal static bool IsDigest(ReadOnlySpan<byte> word) =>
        word.Length is >= ShortestPrefix and <= Digest.HexSize && AreHexDigits(word);

    /// <summary>The paths of all entries, of any kind, whose keys begin so, in the order of their names.</summary>
    internal static List<byte[]> Find(byte[] directory, ReadOnlySpan<byte> prefix)
    {
        Span<byte> lower = stackalloc byte[prefix.Length];
        for (int i = 0; i < prefix.Length; i++)
            lower[i] = (byte)(prefix[i] | (prefix[i] is >= (byte)'A' and <= (byte)'F' ? 0x20 : 0));

        byte[] shard = [.. directory, .. StoreLayout.Root, .. lower[..2]];
        List<byte[]> found = [];
        if (DirectoryReader.Open(shard, out DirectoryReader reader) != Errno.None)
            return found;
        using (reader)
        {
            while (reader.Read())
            {
                if (reader.Name.StartsWith(lower) && StoreLayout.TryParseEntryName(reader.Name, out _, out _))
                    found.Add([.. shard, (byte)'/', .. reader.Name]);
            }
        }

        found.Sort((a, b) => a.AsSpan().SequenceCompareTo(b));
        return found;
    }

    private static bool AreHexDigits(ReadOnlySpan<byte> word)
    {
        foreach (byte b in word)
        {
            if (!char.IsAsciiHexDigit((char)b))
                return false;
        }

        return true;
    }
}
