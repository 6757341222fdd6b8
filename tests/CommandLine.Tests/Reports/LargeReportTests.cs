using System.Text;
using Larder.Caching.Explaining;
using Larder.Storage;

namespace Larder.CommandLine.Tests.Reports;

/// <summary>A build of many thousand jobs is still a page that a browser shows.</summary>
public sealed class LargeReportTests : IDisposable
{
    private const int Jobs = 9000;
    private const long Start = 1_790_000_000_000;

    private readonly ReportedBuild _build = new();

    public void Dispose() => _build.Dispose();

    [Fact]
    public void Short_jobs_are_joined_in_the_page_and_apart_in_the_trace()
    {
        CompileJournal journal = new(_build.Fixture.OpenStore());
        for (int i = 0; i < Jobs; i++)
            Assert.True(journal.Append(CompileNoteFormat.Encode(Note(i))));
        string html = _build.Report();
        PageReader page = new(html);
        Assert.InRange(html.Length, 10_000, 3_000_000);
        Assert.Equal(("–", "–", "9000"), (page.Figure("Served"), page.Figure("Hit rate"), page.Figure("Compiled")));
        Assert.Contains("9000 runs of the compiler", page.Text, StringComparison.Ordinal);
        Assert.Contains("bars stand for several short ones", page.Text, StringComparison.Ordinal);
        Assert.Contains("hits are only counted", page.Text, StringComparison.Ordinal);
        Assert.Equal(new Dictionary<string, int> { ["no earlier compile of the source is known"] = 5000, ["not looked into: only the last 5000 misses are"] = 4000 }, page.Bars("causes"));
        Assert.Equal(Jobs, File.ReadAllText(_build.Trace).Split("\"ph\":\"X\"").Length - 1);

        // Each is in one bar.
        string[] titles = [.. page.Section("timeline").Descendants("rect").Where(static bar => bar.Attribute("y") is not null).Select(static bar => bar.Value)];
        Assert.InRange(titles.Length, 100, 5000);
        Assert.Equal(Jobs, titles.Sum(static title => title.Contains(" compiles, ", StringComparison.Ordinal) ? int.Parse(title[..title.IndexOf(' ', StringComparison.Ordinal)]) : 1));
    }

    [Fact]
    public void Times_that_can_not_be_are_left_out()
    {
        CompileJournal journal = new(_build.Fixture.OpenStore());
        foreach (long ended in (long[])[Start, long.MaxValue, -5])
        {
            CompileNote note = Note(1);
            note.Ended = ended;
            Assert.True(journal.Append(CompileNoteFormat.Encode(note)));
        }

        CompileNote endless = Note(2);
        endless.Took = long.MaxValue;
        Assert.True(journal.Append(CompileNoteFormat.Encode(endless)));
        Assert.Equal("1", new PageReader(_build.Report()).Figure("Compiled"));
    }

    private static CompileNote Note(int number)
    {
        // Eight jobs at once of some 40 ms each, one in a thousand of 2 s.
        CompileNote note = new()
        {
            Id = Encoding.ASCII.GetBytes($"id-{number}"),
            Ended = Start + (number * 5),
            Took = number % 1000 == 0 ? 2_000_000_000 : (35 + (number % 7)) * 1_000_000L,
            Session = 77,
            BuildText = "make -j8 (77)"u8.ToArray(),
            Reason = Counter.Miss,
            Cause = MissCause.Unknown,
            Compiler = "/usr/bin/gcc"u8.ToArray(),
            Directory = "/src"u8.ToArray(),
            Source = Encoding.ASCII.GetBytes($"d{number % 50}/file{number}.c"),
            Bytes = 1000,
        };
        note.Parts.Add(new KeyEntry("source"u8.ToArray(), note.Source, Digest.Of(note.Id)));
        return note;
    }
}
