using Larder.Storage;
using Larder.Units.Sources;
using Larder.Units.StateFiles;

namespace Larder.Units.Artifacts;

/// <summary>Artifacts as they are written: in a <see cref="StateFile"/> of their own, and in a view's record.</summary>
/// <remarks>
/// <code>
/// artifact  = digest key, digest content, digest interface, digest metadata, digest link, flag programs, list of reference, list of output
/// reference = text unit, flag in text
/// output    = text name, list of file                     in the order of their paths' bytes
/// file      = text path, byte kind, number mode, number size, digest content, digest interface, [text target: where kind is a link's]
/// kind      = <see cref="SourceFileKind"/>
/// </code>
/// </remarks>
internal static class ArtifactCodec
{
    private const int AllBits = 0xFFF;
    private const int SmallestReference = 5;
    private const int SmallestOutput = 8;
    private const int SmallestFile = 4 + 1 + 8 + 8 + (2 * Digest.Size);

    /// <summary>Of an artifact's own file. Versions: 1, the first; 2, with the metadata's digest.</summary>
    internal static StateFormat Format { get; } = new("larder unit artifact 2", StateFormat.LimitOfLists);

    internal static void Write(StateWriter writer, Artifact artifact)
    {
        writer.Digest(artifact.Key);
        writer.Digest(artifact.Content);
        writer.Digest(artifact.Interface);
        writer.Digest(artifact.Metadata);
        writer.Digest(artifact.Link);
        writer.Flag(artifact.HasPrograms);
        writer.List(artifact.References, static (writer, reference) =>
        {
            writer.Text(reference.Unit);
            writer.Flag(reference.IsInText);
        });
        writer.List(artifact.Outputs, static (writer, output) =>
        {
            writer.Text(output.Key);
            writer.List(output.Value, WriteFile);
        });
    }

    /// <summary>Reads one; where it is damaged, the reader is not sound any more.</summary>
    internal static Artifact Read(StateReader reader)
    {
        Digest key = reader.Digest();
        Digest content = reader.Digest();
        Digest interfaces = reader.Digest();
        Digest metadata = reader.Digest();
        Digest link = reader.Digest();
        bool hasPrograms = reader.Flag();
        ArtifactReference[] references = reader.List(SmallestReference, static reader => new ArtifactReference(reader.Text(), reader.Flag()));
        SortedDictionary<string, ArtifactFile[]> outputs = new(StringComparer.Ordinal);
        foreach ((string name, ArtifactFile[] files) in reader.List(SmallestOutput, static reader => (reader.Text(), reader.List(SmallestFile, ReadFile))))
        {
            if (!IsName(name) || !IsOrdered(files) || !outputs.TryAdd(name, files))
                reader.Fail();
        }

        return new Artifact(key, outputs) { Content = content, Interface = interfaces, Metadata = metadata, Link = link, References = references, HasPrograms = hasPrograms };
    }

    private static void WriteFile(StateWriter writer, ArtifactFile file)
    {
        writer.Text(file.Path);
        writer.Byte((byte)file.Kind);
        writer.Number(file.Mode);
        writer.Number(file.Size);
        writer.Digest(file.Content);
        writer.Digest(file.Interface);
        if (file.Kind == SourceFileKind.Link)
            writer.Text(file.Target ?? "");
    }

    private static ArtifactFile ReadFile(StateReader reader)
    {
        string path = reader.Text();
        SourceFileKind kind = (SourceFileKind)reader.Byte((byte)SourceFileKind.File, (byte)SourceFileKind.Directory);
        long mode = reader.Number();
        long size = reader.Number();
        Digest content = reader.Digest();
        Digest interfaces = reader.Digest();
        string? target = kind == SourceFileKind.Link ? reader.Text() : null;
        if (mode is < 0 or > AllBits || size < 0 || !IsPath(path))
            reader.Fail();
        return new ArtifactFile(path, kind, (int)mode, content, interfaces, size) { Target = target };
    }

    private static bool IsOrdered(ArtifactFile[] files)
    {
        for (int i = 1; i < files.Length; i++)
        {
            if (PathOrder.Instance.Compare(files[i - 1].Path, files[i].Path) >= 0)
                return false;
        }

        return true;
    }

    /// <summary>What is written into a view must stay in it, whoever wrote the manifest.</summary>
    private static bool IsPath(string path) => path.Length == 0 || path.Split('/').All(IsName);

    private static bool IsName(string name) => name is not ("" or "." or "..") && !name.Contains('/', StringComparison.Ordinal) && !name.Contains('\0', StringComparison.Ordinal);
}
