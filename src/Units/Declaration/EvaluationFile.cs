using Larder.Storage;
using Larder.Units.Layout;
using Larder.Units.StateFiles;

namespace Larder.Units.Declaration;

/// <summary>An <see cref="EvaluationRecord"/> as a <see cref="StateFile"/>.</summary>
/// <remarks>
/// <code>
/// fields    = text file, digest surroundings, list of unit, list of file, list of glob, list of directory, directory store, texts store paths,
///             texts sources, list of link
/// unit      = text name, text derivation, text source, options
/// options   = texts ignored, flag fixup, flag checks, flag cuts by content
/// file      = text path, digest content, flag found, stamp
/// stamp     = number inode, number size, number modified, number changed
/// glob      = text base, text pattern
/// directory = text path, stamp
/// link      = text path, text target
/// </code>
/// </remarks>
internal static class EvaluationFile
{
    private const int SmallestUnit = 12 + 7;
    private const int SmallestFile = 4 + Digest.Size + 1 + FileStamp.WrittenSize;
    private const int SmallestDirectory = 4 + FileStamp.WrittenSize;
    private const int SmallestPair = 8;

    /// <summary>Versions: 1, the first.</summary>
    private static readonly StateFormat s_format = new("larder unit evaluation 1", StateFormat.LimitOfLists);

    /// <summary>Null: there is none, or it is damaged or another version's.</summary>
    internal static EvaluationRecord? Load(UnitDirectories directories)
    {
        if (StateFile.Open(directories.Evaluation, s_format) is not { } reader)
            return null;
        EvaluationRecord record = new()
        {
            File = reader.Text(),
            Surroundings = reader.Digest(),
            Units = reader.List(SmallestUnit, static reader => new UnitDeclaration(reader.Text(), reader.Text(), reader.Text(), ReadOptions(reader))),
            Files = reader.List(SmallestFile, static reader => new InputFile(reader.Text(), reader.Digest(), reader.Flag(), FileStamp.Read(reader))),
            Globs = reader.List(SmallestPair, static reader => new InputGlob(reader.Text(), reader.Text())),
            Directories = reader.List(SmallestDirectory, ReadDirectory),
            Store = ReadDirectory(reader),
            StorePaths = reader.Texts(),
            Sources = reader.Texts(),
            Links = reader.List(SmallestPair, static reader => new InputLink(reader.Text(), reader.Text())),
        };
        return reader.IsComplete ? record : null;
    }

    /// <summary>Where this fails, the next invocation evaluates again.</summary>
    internal static void Save(UnitDirectories directories, EvaluationRecord record)
    {
        StateWriter writer = new(s_format);
        writer.Text(record.File);
        writer.Digest(record.Surroundings);
        writer.List(record.Units, WriteUnit);
        writer.List(record.Files, static (writer, file) =>
        {
            writer.Text(file.Path);
            writer.Digest(file.Content);
            writer.Flag(file.IsFound);
            file.Stamp.Write(writer);
        });
        writer.List(record.Globs, static (writer, glob) =>
        {
            writer.Text(glob.Base);
            writer.Text(glob.Pattern);
        });
        writer.List(record.Directories, WriteDirectory);
        WriteDirectory(writer, record.Store);
        writer.Texts(record.StorePaths);
        writer.Texts(record.Sources);
        writer.List(record.Links, static (writer, link) =>
        {
            writer.Text(link.Path);
            writer.Text(link.Target);
        });
        _ = StateFile.TrySave(directories, directories.Evaluation, writer);
    }

    /// <summary>Of all that declarations say: what is made of them alone is named by it.</summary>
    internal static Digest DigestOf(UnitDeclaration[] units)
    {
        StateWriter writer = new("larder unit declarations 1");
        writer.List(units, WriteUnit);
        return writer.ToDigest();
    }

    internal static void WriteOptions(StateWriter writer, UnitOptions options)
    {
        writer.Texts(options.Ignored);
        writer.Flag(options.RunsFixup);
        writer.Flag(options.RunsChecks);
        writer.Flag(options.CutsByContent);
    }

    internal static UnitOptions ReadOptions(StateReader reader) => new(reader.Texts(), reader.Flag(), reader.Flag(), reader.Flag());

    private static void WriteUnit(StateWriter writer, UnitDeclaration unit)
    {
        writer.Text(unit.Name);
        writer.Text(unit.DerivationPath);
        writer.Text(unit.Source);
        WriteOptions(writer, unit.Options);
    }

    private static InputDirectory ReadDirectory(StateReader reader) => new(reader.Text(), FileStamp.Read(reader));

    private static void WriteDirectory(StateWriter writer, InputDirectory directory)
    {
        writer.Text(directory.Path);
        directory.Stamp.Write(writer);
    }
}
