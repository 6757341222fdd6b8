using Larder.Storage;
using Larder.Units.Layout;
using Larder.Units.Sources;
using Larder.Units.StateFiles;

namespace Larder.Units.Scheduling;

/// <summary>A <see cref="BuildRecord"/> as a <see cref="StateFile"/>. One that can't be read is as good as none: the unit is then built "for the first time".</summary>
/// <remarks>
/// <code>
/// fields     = digest key, number time, number milliseconds, digest identity, digest source, list of attribute, list of file, list of dependency
/// attribute  = text name, digest of the value
/// file       = text path, byte kind (<see cref="SourceFileKind"/>), digest content
/// dependency = text name, byte use (<see cref="DependencyUse"/>), digest
/// </code>
/// </remarks>
internal static class BuildRecordFile
{
    private const int SmallestAttribute = 4 + Digest.Size;
    private const int SmallestFile = 5 + Digest.Size;
    private const int SmallestDependency = 5 + Digest.Size;

    /// <summary>Versions: 1, the first.</summary>
    private static readonly StateFormat s_format = new("larder unit record 1", StateFormat.LimitOfLists);

    internal static BuildRecord? Read(UnitDirectories directories, string unit)
    {
        if (StateFile.Open(directories.Record(unit), s_format) is not { } reader)
            return null;
        BuildRecord record = new()
        {
            Key = reader.Digest(),
            Time = reader.Number(),
            Milliseconds = reader.Number(),
            Identity = reader.Digest(),
            Source = reader.Digest(),
            Attributes = ReadAttributes(reader),
            Files = reader.List(SmallestFile, static reader =>
                new SourceFile(reader.Text(), (SourceFileKind)reader.Byte((byte)SourceFileKind.File, (byte)SourceFileKind.Directory), reader.Digest())),
            Dependencies = reader.List(SmallestDependency, static reader =>
                new DependencyView(reader.Text(), (DependencyUse)reader.Byte((byte)DependencyUse.Link, (byte)DependencyUse.Metadata), reader.Digest())),
        };
        return reader.IsComplete ? record : null;
    }

    /// <exception cref="UnitFault">It can't be written.</exception>
    internal static void Write(UnitDirectories directories, string unit, BuildRecord record)
    {
        StateWriter writer = new(s_format);
        writer.Digest(record.Key);
        writer.Number(record.Time);
        writer.Number(record.Milliseconds);
        writer.Digest(record.Identity);
        writer.Digest(record.Source);
        writer.List(record.Attributes, static (writer, attribute) =>
        {
            writer.Text(attribute.Key);
            writer.Digest(attribute.Value);
        });
        writer.List(record.Files, static (writer, file) =>
        {
            writer.Text(file.Path);
            writer.Byte((byte)file.Kind);
            writer.Digest(file.Content);
        });
        writer.List(record.Dependencies, static (writer, dependency) =>
        {
            writer.Text(dependency.Name);
            writer.Byte((byte)dependency.Use);
            writer.Digest(dependency.Digest);
        });
        StateFile.Save(directories, directories.Record(unit), writer);
    }

    private static SortedDictionary<string, Digest> ReadAttributes(StateReader reader)
    {
        SortedDictionary<string, Digest> attributes = new(StringComparer.Ordinal);
        foreach ((string name, Digest value) in reader.List(SmallestAttribute, static reader => (reader.Text(), reader.Digest())))
            attributes[name] = value;
        return attributes;
    }
}
