using Larder.Storage;
using Larder.Units.Layout;
using Larder.Units.Sources;

namespace Larder.Units.Artifacts;

/// <summary>Artifacts as they are written.</summary>
/// <remarks>
/// All integers little-endian. In a file of its own it is sealed (<see cref="SealedFile"/>); a view's record has it too.
/// <code>
/// artifact = key:32 content:32 interface:32 link:32 programs:u8 count:u32 reference*count count:u32 output*count
/// reference = unit:text inText:u8
/// output   = name:text count:u32 file*count                      files in the order of their paths' bytes
/// file     = path:text kind:u8 mode:u32 size:i64 content:32 interface:32 [target:text, where kind is a link's]
/// kind     = <see cref="SourceFileKind"/>
/// text     = length:u32 bytes
/// </code>
/// </remarks>
internal static class ArtifactCodec
{
    /// <summary>More than any installation has (a million files or so); a longer one is refused.</summary>
    internal const long MaxSize = 256 << 20;

    private const int AllBits = 0xFFF;
    private const int SmallestReference = 5;
    private const int SmallestOutput = 8;
    private const int SmallestFile = 4 + 1 + 4 + 8 + (2 * Digest.Size);

    /// <summary>Versions: 1, the first.</summary>
    internal static ReadOnlySpan<byte> Head => "LDRart\0\x01"u8;

    internal static void Write(StateWriter writer, Artifact artifact)
    {
        writer.Digest(artifact.Key);
        writer.Digest(artifact.Content);
        writer.Digest(artifact.Interface);
        writer.Digest(artifact.Link);
        writer.Byte(artifact.HasPrograms ? (byte)1 : (byte)0);
        writer.Count(artifact.References.Length);
        foreach (ArtifactReference reference in artifact.References)
        {
            writer.Text(reference.Unit);
            writer.Byte(reference.IsInText ? (byte)1 : (byte)0);
        }

        writer.Count(artifact.Outputs.Count);
        foreach ((string output, ArtifactFile[] files) in artifact.Outputs)
        {
            writer.Text(output);
            writer.Count(files.Length);
            foreach (ArtifactFile file in files)
            {
                writer.Text(file.Path);
                writer.Byte((byte)file.Kind);
                writer.Number(file.Mode);
                writer.Long(file.Size);
                writer.Digest(file.Content);
                writer.Digest(file.Interface);
                if (file.Kind == SourceFileKind.Link)
                    writer.Text(file.Target ?? "");
            }
        }
    }

    /// <summary>Reads one; where it is damaged, the reader has failed.</summary>
    internal static Artifact Read(ref StateReader reader)
    {
        Digest key = reader.Digest();
        Digest content = reader.Digest();
        Digest interfaces = reader.Digest();
        Digest link = reader.Digest();
        bool hasPrograms = reader.Byte() != 0;
        ArtifactReference[] references = new ArtifactReference[reader.Count(SmallestReference)];
        for (int i = 0; i < references.Length; i++)
            references[i] = new ArtifactReference(reader.Text(), reader.Byte() != 0);
        SortedDictionary<string, ArtifactFile[]> outputs = new(StringComparer.Ordinal);
        int count = reader.Count(SmallestOutput);
        for (int i = 0; i < count && !reader.Failed; i++)
        {
            string name = reader.Text();
            ArtifactFile[] files = new ArtifactFile[reader.Count(SmallestFile)];
            for (int j = 0; j < files.Length && !reader.Failed; j++)
            {
                files[j] = ReadFile(ref reader);
                if (j > 0 && PathOrder.Instance.Compare(files[j - 1].Path, files[j].Path) >= 0)
                    reader.Fail();
            }

            if (!IsName(name) || !outputs.TryAdd(name, files))
                reader.Fail();
        }

        return new Artifact(key, outputs) { Content = content, Interface = interfaces, Link = link, References = references, HasPrograms = hasPrograms };
    }

    private static ArtifactFile ReadFile(ref StateReader reader)
    {
        string path = reader.Text();
        SourceFileKind kind = (SourceFileKind)reader.Byte();
        int mode = reader.Number();
        long size = reader.Long();
        Digest content = reader.Digest();
        Digest interfaces = reader.Digest();
        string? target = kind == SourceFileKind.Link ? reader.Text() : null;
        if (kind is < SourceFileKind.File or > SourceFileKind.Directory || mode is < 0 or > AllBits || size < 0 || !IsPath(path))
            reader.Fail();
        return new ArtifactFile(path, kind, mode, content, interfaces, size) { Target = target };
    }

    /// <summary>What is written into a view must stay in it, whoever wrote the manifest.</summary>
    private static bool IsPath(string path) => path.Length == 0 || path.Split('/').All(IsName);

    private static bool IsName(string name) => name is not ("" or "." or "..") && !name.Contains('/', StringComparison.Ordinal) && !name.Contains('\0', StringComparison.Ordinal);
}
