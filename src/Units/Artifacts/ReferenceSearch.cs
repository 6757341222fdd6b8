using Larder.Posix;
using Larder.Units.Layout;

namespace Larder.Units.Artifacts;

/// <summary>
/// Finds which units' views are named in an artifact's contents, as Nix finds references: by searching the bytes. What is compressed is not found, there as here.
/// </summary>
internal sealed class ReferenceSearch(UnitDirectories directories, string unit)
{
    private const int BlockSize = 1 << 20;

    /// <summary>Of a unit's name in a path.</summary>
    private const int LongestName = 255;

    private readonly byte[] _start = ByteText.Encode(directories.Views(""));
    private readonly byte[] _stubs = ByteText.Encode(directories.Stubs(""));
    private readonly SortedDictionary<string, bool> _found = new(StringComparer.Ordinal);

    /// <summary>The unit's own view is named.</summary>
    internal bool NamesItself { get; private set; }

    /// <summary>What a crate was shown in place of a dependency is named, or is in there: that is no place for anybody else.</summary>
    internal bool NamesStubs { get; private set; }

    /// <summary>What was found, sorted by name; the unit itself isn't among it.</summary>
    internal ArtifactReference[] Found() => [.. _found.Select(pair => new ArtifactReference(pair.Key, pair.Value))];

    /// <summary>Searches a file from its beginning.</summary>
    internal void Look(FileDescriptor file, long size, bool isText)
    {
        // Blocks overlap by what a name could take, so that none is cut.
        int overlap = _start.Length + LongestName + 1;
        byte[] block = new byte[(int)Math.Min(size, BlockSize)];
        for (long at = 0; at < size; at += block.Length - overlap)
        {
            int read = file.ReadAt(at, block);
            if (read <= 0)
                return;
            Look(block.AsSpan(0, read), isText);
            if (at + read >= size || block.Length <= overlap)
                return;
        }
    }

    /// <summary>Searches a text.</summary>
    internal void Look(ReadOnlySpan<byte> content, bool isText)
    {
        NamesStubs |= content.IndexOf(_stubs) >= 0;
        for (int at; (at = content.IndexOf(_start)) >= 0;)
        {
            content = content[(at + _start.Length)..];
            int end = content.IndexOf((byte)'/');
            if (end is <= 0 or > LongestName)
                continue;
            string name = ByteText.Decode(content[..end]);
            if (name == unit)
                NamesItself = true;
            else
                _found[name] = isText || _found.GetValueOrDefault(name);
        }
    }
}
