using Larder.Storage;
using Larder.Units.Scheduling;
using Larder.Units.Sources;

namespace Larder.Units.Tests.Scheduling;

public sealed class BuildRecordFileTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("larder-records-").FullName;

    private string File => _directory + "/below/record";

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void What_is_written_is_read()
    {
        BuildRecord record = Sample();
        BuildRecordFile.Write(File, record);
        BuildRecord read = BuildRecordFile.Read(File)!;
        Assert.Equal((record.Key, record.Identity, record.Source, record.Time, record.Milliseconds), (read.Key, read.Identity, read.Source, read.Time, read.Milliseconds));
        Assert.Equal(record.Attributes, read.Attributes);
        Assert.Equal(record.Dependencies, read.Dependencies);
        Assert.Equal(record.Files, read.Files);
        Assert.Equal(["record"], Directory.GetFiles(_directory + "/below").Select(Path.GetFileName));
    }

    [Fact]
    public void One_that_is_damaged_or_missing_is_none()
    {
        Assert.Null(BuildRecordFile.Read(File));
        BuildRecordFile.Write(File, Sample());
        byte[] whole = System.IO.File.ReadAllBytes(File);
        Random random = new(7);
        for (int i = 0; i < 2000; i++)
        {
            byte[] damaged = [.. whole];
            damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            System.IO.File.WriteAllBytes(File, damaged.AsSpan(0, random.Next(2) == 0 ? damaged.Length : random.Next(damaged.Length)));

            // Whatever it is taken for, reading it ends.
            _ = BuildRecordFile.Read(File);
        }

        System.IO.File.WriteAllBytes(File, whole.AsSpan(0, whole.Length - 1));
        Assert.Null(BuildRecordFile.Read(File));
        System.IO.File.WriteAllText(File, "larder unit record 2\n");
        Assert.Null(BuildRecordFile.Read(File));
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
