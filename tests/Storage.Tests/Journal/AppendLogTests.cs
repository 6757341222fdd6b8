using System.Text;
using Larder.Storage.Tests.Support;

namespace Larder.Storage.Tests.Journal;

public sealed class AppendLogTests : IDisposable
{
    private readonly TestFolder _folder = new(TestFolder.Memory);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Records_come_back_whole_and_in_their_order()
    {
        AppendLog log = Log();
        List<byte[]> written = [.. Enumerable.Range(0, 50).Select(static i => Enumerable.Repeat((byte)i, i * 37).ToArray())];
        foreach (byte[] record in written)
            Assert.True(log.Append(record));
        Assert.Equal(written, log.Read().Select(static record => record.ToArray()));
    }

    [Fact]
    public void A_torn_or_damaged_record_costs_itself_alone()
    {
        AppendLog log = Log();
        foreach (string text in (string[])["one", "two", "three"])
            log.Append(Encoding.UTF8.GetBytes(text));
        byte[] bytes = File.ReadAllBytes(Path);
        int two = bytes.AsSpan().IndexOf("two"u8);
        bytes[two] ^= 1;

        // Of a fourth only half was written, and a fifth stands behind it.
        File.WriteAllBytes(Path, [.. bytes, .. AppendLog.Encode("four, which is longer"u8)[..30]]);
        log.Append("five"u8);
        Assert.Equal(["one", "three", "five"], Texts(log));
    }

    [Fact]
    public void It_takes_no_more_than_it_may_and_loses_the_oldest()
    {
        const int Limit = 64 * 1024;
        AppendLog log = Log(Limit);
        for (int i = 0; i < 1000; i++)
            Assert.True(log.Append(Encoding.UTF8.GetBytes($"{i} {new string('x', 500)}")));
        Assert.InRange(Directory.GetFiles(System.IO.Path.GetDirectoryName(Path)!).Sum(static file => new FileInfo(file).Length), Limit / 2, Limit + 2000);
        List<int> numbers = [.. Texts(log).Select(static text => int.Parse(text.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture))];
        Assert.Equal(Enumerable.Range(1000 - numbers.Count, numbers.Count), numbers);
        Assert.True(numbers.Count > Limit / 2 / 600);
    }

    [Fact]
    public void Where_no_other_half_can_be_begun_it_stops_at_its_limit()
    {
        const int Limit = 16 * 1024;
        Directory.CreateDirectory(Path + ".1/somebody's");
        AppendLog log = Log(Limit);
        for (int i = 0; i < 200; i++)
            log.Append(new byte[500]);
        Assert.InRange(new FileInfo(Path).Length, Limit / 2, Limit + 600);
        Assert.False(log.Append("one more"u8));
    }

    [Fact]
    public void Reading_on_gives_what_is_new_and_begins_again_with_another_half()
    {
        AppendLog log = Log(16 * 1024);
        LogPlace place = default;
        log.Append("one"u8);
        Assert.Equal(["one"], Show(log.ReadOn(ref place)));
        Assert.Empty(log.ReadOn(ref place));
        log.Append("two"u8);
        log.Append("three"u8);
        Assert.Equal(["two", "three"], Show(log.ReadOn(ref place)));
        for (int i = 0; i < 30; i++)
            log.Append(new byte[500]);
        log.Append("four"u8);
        Assert.Equal("four", Show(log.ReadOn(ref place))[^1]);
        Assert.Empty(log.ReadOn(ref place));
    }

    [Fact]
    public void Writers_at_once_lose_nothing_to_each_other()
    {
        const int Writers = 8;
        const int Each = 200;
        Parallel.For(0, Writers, new ParallelOptions { MaxDegreeOfParallelism = Writers }, writer =>
        {
            AppendLog own = Log();
            for (int i = 0; i < Each; i++)
                Assert.True(own.Append(Encoding.UTF8.GetBytes($"{writer}:{i} {new string('x', i)}")));
        });
        List<string> texts = Texts(Log());
        Assert.Equal(Writers * Each, texts.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(Writers * Each, texts.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_link_in_its_place_is_not_followed(bool isHard)
    {
        string victim = _folder.Path + "/victim";
        File.WriteAllText(victim, "mine");
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        if (isHard)
            System.Diagnostics.Process.Start("ln", [victim, Path]).WaitForExit();
        else
            File.CreateSymbolicLink(Path, victim);
        Assert.False(Log().Append("a"u8));
        Assert.Equal("mine", File.ReadAllText(victim));
    }

    [Fact]
    public void Nothing_is_written_where_nothing_may_be()
    {
        Assert.False(new AppendLog(_folder.Store(static options => options with { ReadOnly = true }), "log"u8.ToArray(), 1 << 20).Append("a"u8));
        Assert.False(Log(limit: 0).Append("a"u8));
        Assert.False(Log().Append(new byte[AppendLog.MaxRecord + 1]));
        Assert.Empty(Log().Read());
    }

    private string Path => _folder.Cache + "/v1/journal/log";

    private AppendLog Log(long limit = 1 << 20) => new(_folder.Store(), "log"u8.ToArray(), limit);

    private static List<string> Texts(AppendLog log) => Show(log.Read());

    private static List<string> Show(List<ReadOnlyMemory<byte>> records) => [.. records.Select(static record => Encoding.UTF8.GetString(record.Span))];
}
