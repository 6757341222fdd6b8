using System.Text;
using Larder.Storage.Tests.Support;

namespace Larder.Storage.Tests.Quarantined;

public sealed class QuarantineTests : IDisposable
{
    private static readonly Digest Key = Digest.Of("a result"u8);

    private readonly TestFolder _folder = new(TestFolder.Memory);
    private readonly LocalStore _store;

    public QuarantineTests() => _store = _folder.Store();

    private string Place => _folder.Cache + "/v1/quarantine";

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_entry_is_kept_as_it_stands_and_counts_among_the_entries_no_more()
    {
        ResultBuilder builder = new();
        builder.Add(ResultMemberKind.Object, "an object"u8.ToArray());
        Assert.True(_store.WriteResult(in Key, builder, replace: false).IsPresent);
        byte[] entry = File.ReadAllBytes(Directory.GetFiles(_folder.Cache, "*.r", SearchOption.AllDirectories).Single());

        QuarantineReport report = new Quarantine(_store).Begin(in Key)!;
        Assert.True(report.TryKeep(_store, EntryKind.Result, in Key));
        Assert.False(report.TryKeep(_store, EntryKind.Manifest, in Key));
        Assert.True(report.TryAdd("object.stored", "an object"u8));
        Assert.True(_store.Remove(EntryKind.Result, in Key));

        Assert.Equal(entry, File.ReadAllBytes($"{Encoding.UTF8.GetString(report.Directory)}/{Key}.r"));
        Assert.Equal((1, entry.Length + 9L), new Quarantine(_store).Measure());
        Assert.Equal(new StoreSize(0, 0), _store.Scan());
        Assert.False(_store.OpenResult(in Key).IsFound);
        Assert.Equal(new ClearOutcome(0, 0, 0), _store.Clear());
        Assert.Equal(1, new Quarantine(_store).Clear());
        Assert.Equal((0, 0), new Quarantine(_store).Measure());
        Assert.Empty(Directory.GetFileSystemEntries(Place));
    }

    [Fact]
    public void There_are_so_many_reports_and_no_more()
    {
        for (int i = 0; i < Quarantine.MaxReports; i++)
            Assert.True(new Quarantine(_store).Begin(in Key)!.TryWrite("report.txt", "words"u8));
        Assert.Null(new Quarantine(_store).Begin(in Key));
        Assert.Equal(Quarantine.MaxReports, Directory.GetDirectories(Place).Length);
        Assert.Equal(Quarantine.MaxReports, new Quarantine(_store).Clear());
        Assert.NotNull(new Quarantine(_store).Begin(in Key));
    }

    [Fact]
    public void Beyond_its_size_words_alone_are_written()
    {
        QuarantineReport report = new Quarantine(_store).Begin(in Key)!;
        Assert.True(report.TryWrite("words", "words"u8));

        // A sparse file: its length counts.
        using (FileStream large = File.Create($"{Encoding.UTF8.GetString(report.Directory)}/large"))
            large.SetLength(Quarantine.MaxBytes - 9);
        QuarantineReport next = new Quarantine(_store).Begin(in Key)!;
        Assert.False(next.TryAdd("five", "fives"u8));
        Assert.True(next.TryAdd("four", "four"u8));
        Assert.False(next.TryAdd("one", "1"u8));
        Assert.True(next.TryWrite("report.txt", "words"u8));
    }

    [Fact]
    public void No_link_leads_out_of_it()
    {
        Directory.CreateDirectory(_folder.Cache + "/v1");
        string elsewhere = Directory.CreateDirectory(_folder.Path + "/elsewhere").FullName;
        Directory.CreateDirectory(elsewhere + "/report");
        File.WriteAllText(elsewhere + "/report/mine", "mine");
        File.CreateSymbolicLink(Place, elsewhere);
        Assert.Equal((0, 0), new Quarantine(_store).Measure());
        Assert.Equal(0, new Quarantine(_store).Clear());

        // As everywhere in the store: the link goes, and what it leads to stays.
        QuarantineReport? report = new Quarantine(_store).Begin(in Key);
        report!.TryWrite("report.txt", "words"u8);
        Assert.Equal("mine", File.ReadAllText(elsewhere + "/report/mine"));
        Assert.Single(Directory.GetFileSystemEntries(elsewhere));

        Directory.CreateDirectory(Place);
        File.CreateSymbolicLink(Place + "/report", elsewhere + "/report");
        Assert.Equal(0, new Quarantine(_store).Clear());
        Assert.Equal("mine", File.ReadAllText(elsewhere + "/report/mine"));
    }

    [Fact]
    public void A_store_that_is_only_read_gets_none()
    {
        LocalStore read = _folder.Store(static options => options with { ReadOnly = true });
        Assert.Null(new Quarantine(read).Begin(in Key));
        Assert.False(Directory.Exists(Place));
    }
}
