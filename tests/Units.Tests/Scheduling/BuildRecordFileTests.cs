using Larder.Storage;
using Larder.Units.Layout;
using Larder.Units.Scheduling;
using Larder.Units.Sources;

namespace Larder.Units.Tests.Scheduling;

public sealed class BuildRecordFileTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("larder-records-").FullName;

    private UnitDirectories Directories => new("/repository", _directory);

    private string File => Directories.Record("unit");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void What_is_written_is_read()
    {
        BuildRecord record = Sample();
        BuildRecordFile.Write(Directories, "unit", record);
        BuildRecord read = BuildRecordFile.Read(Directories, "unit")!;
        Assert.Equal((record.Key, record.Identity, record.Source, record.Time, record.Milliseconds), (read.Key, read.Identity, read.Source, read.Time, read.Milliseconds));
        Assert.Equal(record.Attributes, read.Attributes);
        Assert.Equal(record.Dependencies, read.Dependencies);
        Assert.Equal(record.Files, read.Files);
        Assert.Equal([File], Directory.GetFiles(_directory, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void One_that_is_damaged_or_missing_is_none()
    {
        Assert.Null(BuildRecordFile.Read(Directories, "unit"));
        BuildRecordFile.Write(Directories, "unit", Sample());
        byte[] whole = System.IO.File.ReadAllBytes(File);
        Random random = new(7);
        for (int i = 0; i < 2000; i++)
        {
            byte[] damaged = [.. whole];
            damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            System.IO.File.WriteAllBytes(File, damaged.AsSpan(0, random.Next(2) == 0 ? damaged.Length : random.Next(damaged.Length)));
            Assert.Null(BuildRecordFile.Read(Directories, "unit"));
        }

        System.IO.File.WriteAllBytes(File, whole.AsSpan(0, whole.Length - 1));
        Assert.Null(BuildRecordFile.Read(Directories, "unit"));
        System.IO.File.WriteAllText(File, "larder unit record 2\n");
        Assert.Null(BuildRecordFile.Read(Directories, "unit"));
    }

    private static BuildRecord Sample() => new()
    {
        Key = Digest.Of("key"u8),
        Identity = Digest.Of("identity"u8),
        Source = Digest.Of("source"u8),
        Time = 1_800_000_000,
        Milliseconds = 1234,
        Attributes = new(StringComparer.Ordinal) { ["cmakeFlags"] = Digest.Of("a"u8), ["a name"] = Digest.Of("b"u8) },
        Dependencies = [new DependencyView("libfoo", DependencyUse.Interface, Digest.Of("c"u8))],
        Files =
        [
            new SourceFile("src/a b.c", SourceFileKind.File, Digest.Of("d"u8)),
            new SourceFile("odd\nname\\n", SourceFileKind.Executable, Digest.Of("e"u8)),
            new SourceFile("link", SourceFileKind.Link, Digest.Of("f"u8)),
        ],
    };
}
