using Larder.Storage.Tests.Support;

namespace Larder.Storage.Tests.Counting;

/// <summary>A folder that dies between any two of its steps, by the files as it would leave them.</summary>
public sealed class StatisticsCrashTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly LocalStore _store;
    private readonly Statistics _statistics;
    private readonly StatisticsDelta _delta = new() { Facts = Samples.Facts(Counter.Miss, spent: 7) };

    public StatisticsCrashTests()
    {
        _store = _folder.Store();
        _statistics = new Statistics(_store);
        _delta.Add(Counter.Miss);
        _statistics.Record(_delta);
        _statistics.TryFold();
        _statistics.Record(_delta);
        _statistics.Record(_delta);
    }

    private string Log => StorePaths.Text(_store, "stats/log");

    private string Sealed => StorePaths.Text(_store, "stats/log.sealed");

    private string History => StorePaths.Text(_store, "stats/history");

    private string Totals => StorePaths.Text(_store, "stats/totals");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void After_the_rename()
    {
        File.Move(Log, Sealed);
        AssertExact(3);
    }

    [Fact]
    public void After_the_flag()
    {
        File.Move(Log, Sealed);
        SetFlag();
        AssertExact(3);
    }

    [Fact]
    public void After_the_totals()
    {
        byte[] log = File.ReadAllBytes(Log);
        _statistics.TryFold();
        File.WriteAllBytes(Sealed, log);
        AssertExact(3);
    }

    [Fact]
    public void After_the_history()
    {
        (byte[] log, byte[] totals) = (File.ReadAllBytes(Log), File.ReadAllBytes(Totals));
        _statistics.TryFold();
        File.WriteAllBytes(Sealed, log);
        File.WriteAllBytes(Totals, totals);
        AssertExact(3);
    }

    /// <summary>A larder that knows of no history writes the totals alone.</summary>
    [Fact]
    public void After_the_totals_of_an_earlier_version()
    {
        (byte[] log, byte[] history) = (File.ReadAllBytes(Log), File.ReadAllBytes(History));
        _statistics.TryFold();
        File.WriteAllBytes(Sealed, log);
        File.WriteAllBytes(History, history);
        AssertExact(3);
    }

    [Fact]
    public void Before_the_totals_with_a_record_behind_the_seal()
    {
        // What a writer appended behind the seal it has to append again, so it must not count here.
        byte[] record = File.ReadAllBytes(Log).AsSpan(128, 128).ToArray();
        byte[] seal = new byte[128];
        StatisticsRecord.WriteSeal(seal);
        File.Move(Log, Sealed);
        SetFlag();
        using (FileStream stream = new(Sealed, FileMode.Append))
        {
            stream.Write(seal);
            stream.Write(record);
        }

        AssertExact(3);
    }

    [Fact]
    public void A_writer_that_finds_the_log_sealed_in_front_of_its_record_appends_again()
    {
        // The log still has its name, as a writer sees it that opened it before the rename.
        byte[] seal = new byte[128];
        StatisticsRecord.WriteSeal(seal);
        using (FileStream stream = new(Log, FileMode.Append))
            stream.Write(seal);
        using (FileStream stream = new(Log, FileMode.Open))
        {
            stream.Position = 32;
            stream.WriteByte(1);
        }

        using Timer rename = new(_ => File.Move(Log, Sealed), null, 30, Timeout.Infinite);
        bool recorded = false;
        for (int i = 0; i < 1000 && !recorded; i++)
        {
            recorded = _statistics.Record(_delta);
            if (!recorded)
                Thread.Sleep(1);
        }

        Assert.True(recorded);
        AssertExact(4);
    }

    private void SetFlag()
    {
        using FileStream stream = new(Sealed, FileMode.Open);
        stream.Position = 32;
        stream.WriteByte(1);
    }

    private void AssertExact(ulong expected)
    {
        Assert.True(File.Exists(Totals));
        AssertCounted(expected);
        Assert.True(_statistics.Record(_delta));
        AssertCounted(expected + 1);
        Assert.True(_statistics.TryFold());
        Assert.False(File.Exists(Sealed));
        AssertCounted(expected + 1);
    }

    private void AssertCounted(ulong expected)
    {
        StatisticsSnapshot snapshot = _statistics.Read();
        Assert.Equal(expected, snapshot[Counter.Miss]);
        Assert.Equal(new StatisticsSums(0, expected, 0, 0, 7 * expected, 100 * expected), snapshot.Sums);
        Assert.Equal(expected, snapshot.Days.Aggregate(0UL, static (sum, day) => sum + day.Sums.Misses));
    }
}
