using Larder.Storage;
using Larder.Units.Keeping;

namespace Larder.Units.Declaration;

/// <summary>Reads and writes the file of an <see cref="EvaluationRecord"/>. Its envelope is <see cref="KeptWriter"/>'s.</summary>
/// <remarks>
/// <code>
/// fields    = text file, digest surroundings, list of unit, list of file, list of glob, texts found, list of directory, directory store, texts store paths,
///             texts sources, list of link
/// unit      = text name, text derivation, text source, texts ignored, flag fixup, flag checks, flag cuts by content
/// file      = text path, digest content, stamp        stamp = number inode, number size, number modified, number changed
/// glob      = text base, text pattern
/// directory = text path, stamp
/// link      = text path, text target
/// </code>
/// </remarks>
internal static class EvaluationFile
{
    /// <summary>With the version: 1.</summary>
    private const string Title = "larder unit evaluation 1";

    /// <summary>Null: there is none, or it is damaged or another version's.</summary>
    internal static EvaluationRecord? Load(string path)
    {
        if (KeptReader.Open(path, Title) is not { } reader)
            return null;
        EvaluationRecord record = new()
        {
            File = reader.Text(),
            Surroundings = reader.Value(),
            Units = List(reader, () => ReadUnit(reader)),
            Files = List(reader, () => new InputFile(reader.Text(), reader.Value(), FileStamp.Read(reader))),
            Globs = List(reader, () => new InputGlob(reader.Text(), reader.Text())),
            Found = reader.Texts(),
            Directories = List(reader, () => ReadDirectory(reader)),
            Store = ReadDirectory(reader),
            StorePaths = reader.Texts(),
            Sources = reader.Texts(),
            Links = List(reader, () => new InputLink(reader.Text(), reader.Text())),
        };
        return reader.IsComplete ? record : null;
    }

    /// <summary>Where this fails, the next invocation evaluates again.</summary>
    internal static void Save(string path, EvaluationRecord record)
    {
        KeptWriter writer = new(Title);
        writer.Text(record.File);
        writer.Value(record.Surroundings);
        WriteUnits(writer, record.Units);
        writer.Number(record.Files.Length);
        foreach (InputFile file in record.Files)
        {
            writer.Text(file.Path);
            writer.Value(file.Content);
            file.Stamp.Write(writer);
        }

        writer.Number(record.Globs.Length);
        foreach (InputGlob glob in record.Globs)
        {
            writer.Text(glob.Base);
            writer.Text(glob.Pattern);
        }

        writer.Texts(record.Found);
        writer.Number(record.Directories.Length);
        foreach (InputDirectory directory in record.Directories)
            Write(writer, directory);
        Write(writer, record.Store);
        writer.Texts(record.StorePaths);
        writer.Texts(record.Sources);
        writer.Number(record.Links.Length);
        foreach (InputLink link in record.Links)
        {
            writer.Text(link.Path);
            writer.Text(link.Target);
        }

        writer.Commit(path);
    }

    /// <summary>Of all that declarations say: what is made of them alone is named by it.</summary>
    internal static Digest DigestOf(UnitDeclaration[] units)
    {
        KeptWriter writer = new("larder unit declarations 1");
        WriteUnits(writer, units);
        return writer.DigestSoFar();
    }

    private static void WriteUnits(KeptWriter writer, UnitDeclaration[] units)
    {
        writer.Number(units.Length);
        foreach (UnitDeclaration unit in units)
        {
            writer.Text(unit.Name);
            writer.Text(unit.DerivationPath);
            writer.Text(unit.Source);
            WriteOptions(writer, unit.Options);
        }
    }

    internal static void WriteOptions(KeptWriter writer, UnitOptions options)
    {
        writer.Texts(options.Ignored);
        writer.Flag(options.RunsFixup);
        writer.Flag(options.RunsChecks);
        writer.Flag(options.CutsByContent);
    }

    internal static UnitOptions ReadOptions(KeptReader reader) => new(reader.Texts(), reader.Flag(), reader.Flag(), reader.Flag());

    private static InputDirectory ReadDirectory(KeptReader reader) => new(reader.Text(), FileStamp.Read(reader));

    private static void Write(KeptWriter writer, InputDirectory directory)
    {
        writer.Text(directory.Path);
        directory.Stamp.Write(writer);
    }

    private static UnitDeclaration ReadUnit(KeptReader reader) => new(reader.Text(), reader.Text(), reader.Text(), ReadOptions(reader));

    private static T[] List<T>(KeptReader reader, Func<T> read)
    {
        T[] list = new T[reader.Count()];
        for (int i = 0; i < list.Length; i++)
            list[i] = read();
        return list;
    }
}
