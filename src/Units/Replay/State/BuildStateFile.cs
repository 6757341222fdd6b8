using Larder.Storage;
using Larder.Units.Layout;
using Larder.Units.Sources;
using Larder.Units.StateFiles;

namespace Larder.Units.Replay.State;

/// <summary>The file "state" of a build directory, a <see cref="StateFile"/>. Without one the directory is unknown.</summary>
/// <remarks>
/// <code>
/// fields     = digest identity, flag mirrored, number ended, text source, list of source (the live ones), list of source (the mirror's), list of dependency
/// source     = text path, byte kind (<see cref="SourceFileKind"/>), digest content, number mtime, number ctime
/// dependency = text path, number mode, number size, number mtime
/// </code>
/// </remarks>
internal static class BuildStateFile
{
    private const int SmallestSource = 4 + 1 + Digest.Size + 16;
    private const int SmallestDependency = 4 + 24;

    /// <summary>Versions: 1, the first.</summary>
    private static readonly StateFormat s_format = new("larder unit build 1", StateFormat.LimitOfLists);

    /// <summary>Null where there is none, or it is damaged.</summary>
    internal static BuildState? Load(string path)
    {
        if (StateFile.Open(path, s_format) is not { } reader)
            return null;
        BuildState state = new()
        {
            Identity = reader.Digest(),
            Mirrored = reader.Flag(),
            Ended = reader.Number(),
            Source = reader.Text(),
            Sources = reader.List(SmallestSource, ReadSource),
            Mirror = reader.List(SmallestSource, ReadSource),
            Dependencies = reader.List(SmallestDependency, static reader =>
                new SeenDependency(reader.Text(), (uint)reader.Number(), reader.Number(), reader.Number())),
        };
        return reader.IsComplete ? state : null;
    }

    /// <exception cref="UnitFault">It can't be written.</exception>
    internal static void Save(UnitDirectories directories, string path, BuildState state)
    {
        StateWriter writer = new(s_format);
        writer.Digest(state.Identity);
        writer.Flag(state.Mirrored);
        writer.Number(state.Ended);
        writer.Text(state.Source);
        writer.List(state.Sources, WriteSource);
        writer.List(state.Mirror, WriteSource);
        writer.List(state.Dependencies, static (writer, file) =>
        {
            writer.Text(file.Path);
            writer.Number(file.Mode);
            writer.Number(file.Size);
            writer.Number(file.Modified);
        });
        StateFile.Save(directories, path, writer);
    }

    private static SeenSource ReadSource(StateReader reader) =>
        new(reader.Text(), (SourceFileKind)reader.Byte((byte)SourceFileKind.File, (byte)SourceFileKind.Directory), reader.Digest(), reader.Number(), reader.Number());

    private static void WriteSource(StateWriter writer, SeenSource file)
    {
        writer.Text(file.Path);
        writer.Byte((byte)file.Kind);
        writer.Digest(file.Content);
        writer.Number(file.Modified);
        writer.Number(file.Changed);
    }
}
