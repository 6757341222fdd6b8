using Larder.Storage.Tests.Support;

namespace Larder.Storage.Tests.Recompression;

public sealed class RecompressorTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly LocalStore _store;

    public RecompressorTests() => _store = _folder.Store();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Results_are_written_anew_with_the_same_content_metadata_and_time()
    {
        Digest key = Samples.Key("a");
        byte[] text = Samples.Text(60_000);
        ResultBuilder builder = new() { Metadata = ResultMetadata.Of("app"u8, "/usr/bin/cc"u8, default) };
        builder.Add(ResultMemberKind.Object, text);
        builder.Add(ResultMemberKind.StandardError, "warning\n"u8.ToArray());
        _store.WriteResult(key, builder, replace: false);
        _store.WriteEntry(EntryKind.Toolchain, key, Samples.Text(900), replace: false);
        string path = Directory.GetFiles(_folder.Cache, "*.r", SearchOption.AllDirectories).Single();
        DateTime used = DateTime.UtcNow.AddDays(-5);
        File.SetLastWriteTimeUtc(path, used);
        Flush();

        long compressed = new FileInfo(path).Length;
        RecompressionOutcome raw = Recompress(0);
        Assert.Equal((1, 0, text.Length + 8L), (raw.Files, raw.Remaining, raw.RawBytes));
        Assert.Equal((compressed, new FileInfo(path).Length), (raw.OldBytes, raw.NewBytes));
        Assert.True(raw.NewBytes > text.Length);
        AssertSame(key, text, used, path);

        RecompressionOutcome small = Recompress(19);
        Assert.InRange(small.NewBytes, 1, compressed);
        AssertSame(key, text, used, path);
    }

    [Fact]
    public void Its_measure_is_of_all_entries()
    {
        byte[] text = Samples.Text(60_000);
        ResultBuilder builder = new();
        builder.Add(ResultMemberKind.Object, text);
        _store.WriteResult(Samples.Key("a"), builder, replace: false);
        _store.WriteEntry(EntryKind.Manifest, Samples.Key("a"), Samples.Text(2000), replace: false);
        Directory.CreateDirectory(_folder.Cache + "/v1/00");
        string foreign = $"{_folder.Cache}/v1/00/{new string('0', Digest.HexSize)}.r";
        File.WriteAllText(foreign, "no entry");

        StoreVolume volume = new Recompressor(_store, new Statistics(_store)).Measure();

        long files = Directory.GetFiles(_folder.Cache + "/v1", "*.?", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length);
        Assert.Equal((3, files, files - 8), (volume.Files, volume.FileBytes, volume.ReadableBytes));
        Assert.InRange(volume.RawBytes, 62_000, 62_600);
        Assert.Equal(0, volume.DiskBytes % 512);
    }

    [Fact]
    public void A_damaged_result_is_not_passed_on()
    {
        ResultBuilder builder = new();
        builder.Add(ResultMemberKind.Object, Samples.Noise(5000));
        _store.WriteResult(Samples.Key("a"), builder, replace: false);
        string path = Directory.GetFiles(_folder.Cache, "*.r", SearchOption.AllDirectories).Single();
        byte[] content = File.ReadAllBytes(path);
        content[^10] ^= 1;
        File.WriteAllBytes(path, content);

        Assert.Equal(new RecompressionOutcome(0, 0, 0, 0, 1), Recompress(5));
        Assert.False(_store.Contains(EntryKind.Result, Samples.Key("a")));
    }

    private RecompressionOutcome Recompress(int level) => new Recompressor(_store, new Statistics(_store)).Run(level);

    private void AssertSame(Digest key, byte[] text, DateTime used, string path)
    {
        using StoredResult result = _store.OpenResult(key).Result!;
        Assert.True(result.TryFind(ResultMemberKind.Object, out ResultMember member) && result.TryRead(member, out ReadOnlyMemory<byte> content)
            && content.Span.SequenceEqual(text));
        Assert.Equal("app"u8.ToArray(), ResultMetadata.NamespaceOf(result.Metadata).ToArray());
        Assert.Equal(used, File.GetLastWriteTimeUtc(path), TimeSpan.FromMilliseconds(1));
        StatisticsSnapshot now = new Statistics(_store).Read();
        Assert.Equal(_store.Scan(), new StoreSize(now.Bytes, now.Files));
    }

    private void Flush()
    {
        StatisticsDelta delta = new();
        delta.Add(_store.TakeDelta());
        Assert.True(new Statistics(_store).Record(delta));
    }
}
