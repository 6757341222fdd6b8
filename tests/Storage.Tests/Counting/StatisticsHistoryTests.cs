using System.Globalization;
using System.Text;
using Larder.Storage.Tests.Support;

namespace Larder.Storage.Tests.Counting;

/// <summary>What is counted by time, by compiler and by session.</summary>
public sealed class StatisticsHistoryTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly Statistics _statistics;

    public StatisticsHistoryTests() => _statistics = new Statistics(_folder.Store());

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Requests_are_summed_folded_or_not(bool isRemote, bool isFolded)
    {
        Statistics statistics = new(_folder.Store(o => o with { FileSystemType = isRemote ? 0x6969 : null }));
        ulong session = StatisticsFacts.SessionOf("ci-7"u8);
        ulong group = StatisticsFacts.GroupOf("kernel"u8, "/usr/bin/gcc"u8);
        foreach (Counter reason in (Counter[])[Counter.DirectHit, Counter.PreprocessedHit, Counter.Miss, Counter.CalledForLink, Counter.FirstRefusal + 3, Counter.InternalError])
        {
            bool isHit = reason is Counter.DirectHit or Counter.PreprocessedHit;
            StatisticsDelta delta = new() { Facts = Samples.Facts(reason, saved: isHit ? 50UL : 0, spent: isHit ? 0UL : 9, session, group) };
            delta.Add(reason);
            if (!isHit)
            {
                delta.AddGroupName(StatisticsFacts.GroupText("kernel"u8, "/usr/bin/gcc"u8));
                delta.AddSessionName("ci-7"u8);
            }

            Assert.True(statistics.Record(delta));
        }

        Assert.True(!isFolded || statistics.TryFold());
        StatisticsSums expected = new(2, 1, 3, 100, 36, 600);
        StatisticsSnapshot snapshot = statistics.Read();
        Assert.Equal(expected, snapshot.Sums);
        HistoryRow row = Assert.Single(snapshot.Groups);
        Assert.Equal((group, "kernel\0/usr/bin/gcc", expected), (row.Id, Encoding.UTF8.GetString(row.Text), row.Sums));
        HistoryRow build = Assert.Single(snapshot.Sessions);
        Assert.Equal((session, "ci-7", expected), (build.Id, Encoding.UTF8.GetString(build.Text), build.Sums));
        Assert.InRange(build.Last - (long)build.First, 0, 60);
        foreach (IReadOnlyList<HistoryBucket> series in (IReadOnlyList<HistoryBucket>[])[snapshot.Recent, snapshot.Hours, snapshot.Days])
            Assert.Equal(expected, series.Aggregate(default(StatisticsSums), static (sum, bucket) => sum + bucket.Sums));
        Assert.Equal(0U, snapshot.Days[0].Start % 86400);
    }

    [Fact]
    public void A_process_has_another_session_than_the_one_that_had_its_number_before()
    {
        ulong session = StatisticsFacts.SessionOf(4711, started: 100);
        Assert.NotEqual(session, StatisticsFacts.SessionOf(4711, started: 200));
        Assert.Equal((4711u, false), (StatisticsFacts.ProcessOf(session), StatisticsFacts.IsNamed(session)));
        Assert.False(StatisticsFacts.IsNamed(StatisticsFacts.SessionOf(int.MaxValue, long.MaxValue)));
        Assert.Equal((0u, true), (StatisticsFacts.ProcessOf(StatisticsFacts.SessionOf("ci-7"u8)), StatisticsFacts.IsNamed(StatisticsFacts.SessionOf("ci-7"u8))));
    }

    [Fact]
    public void Of_a_long_command_line_the_number_is_kept_and_of_a_long_name_the_beginning()
    {
        byte[] command = [.. Enumerable.Repeat((byte)'m', 100), .. " (4711)"u8];
        string text = System.Text.Encoding.ASCII.GetString(StatisticsFacts.SessionText(StatisticsFacts.SessionOf(4711, 100), command));
        Assert.Equal(StatisticsFacts.MaxSession, text.Length);
        Assert.EndsWith("m... (4711)", text, StringComparison.Ordinal);
        Assert.Equal(command[..StatisticsFacts.MaxSession], StatisticsFacts.SessionText(StatisticsFacts.SessionOf(command), command).ToArray());
    }

    [Fact]
    public void A_hit_takes_one_record_and_an_earlier_larder_counts_it()
    {
        StatisticsDelta delta = new() { Facts = Samples.Facts(Counter.DirectHit, saved: 50) };
        delta.Add(Counter.DirectHit);
        delta.Add(new StoreDelta(3, 1));
        Assert.True(_statistics.Record(delta));
        byte[] log = File.ReadAllBytes(StorePaths.Text(_folder.Store(), "stats/log"));
        Assert.Equal(2 * StatisticsRecord.Size, log.Length);

        // As the first version of the format reads a record: the type of a delta, no name, the counters in their place.
        ReadOnlySpan<byte> record = log.AsSpan(StatisticsRecord.Size);
        Assert.Equal((1, 1, 0), (record[2], record[3], record[4]));
        Assert.Equal(((ushort)Counter.DirectHit, 1U), (BitConverter.ToUInt16(record[32..]), BitConverter.ToUInt32(record[34..])));
    }

    [Fact]
    public void A_delta_with_names_and_many_counters_has_its_facts_too()
    {
        StatisticsDelta delta = new() { Facts = Samples.Facts(Counter.FirstRefusal + 2, spent: 4) };
        for (int i = 1; i <= StatisticsDelta.MaxCounters; i++)
            delta.Add((Counter)i);
        for (int i = 0; i < StatisticsDelta.MaxNames; i++)
            delta.AddNamed(Encoding.UTF8.GetBytes("-f" + i.ToString(CultureInfo.InvariantCulture)));
        delta.AddGroupName("\0/opt/cc"u8);
        delta.AddSessionName(Encoding.UTF8.GetBytes(new string('s', 300)));
        Assert.True(_statistics.Record(delta));
        StatisticsSnapshot snapshot = _statistics.Read();
        Assert.Equal(new StatisticsSums(0, 0, 1, 0, 4, 100), snapshot.Sums);
        Assert.Equal(StatisticsDelta.MaxNames, snapshot.Named.Count);
        Assert.Equal("\0/opt/cc", Encoding.UTF8.GetString(Assert.Single(snapshot.Groups).Text));
        Assert.Equal(new string('s', StatisticsFacts.MaxSession), Encoding.UTF8.GetString(Assert.Single(snapshot.Sessions).Text));
    }

    [Fact]
    public void Zero_begins_groups_and_sessions_anew_and_keeps_the_days()
    {
        Count(Counter.Miss, 3, static facts => facts);
        Assert.True(_statistics.Zero());
        Count(Counter.DirectHit, 1, static facts => facts);
        StatisticsSnapshot snapshot = _statistics.Read();
        Assert.Equal((1UL, 0UL), (snapshot.Sums.Hits, snapshot.Sums.Misses));
        Assert.Equal((1UL, 0UL), (Assert.Single(snapshot.Sessions).Sums.Hits, snapshot.Sessions[0].Sums.Misses));
        Assert.Equal((4UL, 3UL), (snapshot.Days.Aggregate(0UL, static (sum, day) => sum + day.Sums.Requests), snapshot.Days.Aggregate(0UL, static (sum, day) => sum + day.Sums.Misses)));

        // Hits seldom say what the compiler is called.
        Assert.Equal("\0gcc", Encoding.UTF8.GetString(Assert.Single(snapshot.Groups).Text));
    }

    [Fact]
    public void Of_more_groups_than_there_is_room_for_those_used_last_stay_and_none_is_lost()
    {
        const int Groups = 260;
        StatisticsHistory history = new();
        for (uint i = 1; i <= Groups; i++)
            history.Add(Samples.Facts(Counter.Miss, spent: i) with { Group = i, Time = 1000 + i }, now: 5000);
        history = Reread(history);
        Assert.Equal(StatisticsHistory.MaxGroups + 1, history.Groups.Rows.Count);
        HistoryRow rest = history.Groups.Rows.Single(static row => row.Id == 0);
        Assert.Equal((ulong)(Groups - StatisticsHistory.MaxGroups), rest.Sums.Misses);
        Assert.Equal((1001U, 1000U + Groups - StatisticsHistory.MaxGroups), (rest.First, rest.Last));
        Assert.Equal(Groups * (Groups + 1) / 2UL, history.Groups.Rows.Aggregate(0UL, static (sum, row) => sum + row.Sums.Spent));
        Assert.DoesNotContain(history.Groups.Rows, static row => row.Id is > 0 and <= 60);
    }

    [Fact]
    public void The_last_sessions_stay()
    {
        StatisticsHistory history = new();
        for (uint i = 1; i <= 100; i++)
            history.Add(Samples.Facts(Counter.Miss) with { Session = i, Time = 1000 + i }, now: 5000);
        history.Add(Samples.Facts(Counter.Miss) with { Session = 0 }, now: 5000);
        history = Reread(history);
        Assert.Equal(Enumerable.Range(37, StatisticsHistory.MaxSessions), history.Sessions.Rows.Select(static row => (int)row.Id).Order());
    }

    /// <summary>A prompt that shows the compiler's version asks for it each time, from a process of its own.</summary>
    [Fact]
    public void Sessions_without_a_compile_go_before_those_with_one()
    {
        StatisticsHistory history = new();
        history.Add(Samples.Facts(Counter.Miss) with { Session = 4711, Time = 1000 }, now: 5000);
        for (uint i = 1; i <= 100; i++)
            history.Add(Samples.Facts(Counter.CalledForLink) with { Session = i, Time = 1000 + i }, now: 5000);
        Assert.Contains(history.Sessions.Rows, static row => row.Id == 4711);
        Assert.Contains(history.Sessions.Rows, static row => row.Id == 100);
        Assert.Equal(StatisticsHistory.MaxSessions, history.Sessions.Rows.Count);
    }

    [Fact]
    public void A_session_of_a_process_that_was_silent_for_a_night_is_counted_anew_and_one_with_a_name_is_not()
    {
        StatisticsHistory history = new();
        ulong named = StatisticsFacts.SessionOf("nightly"u8);
        foreach (uint time in (uint[])[100_000, 100_500, 150_000])
        {
            history.Add(Samples.Facts(Counter.Miss) with { Session = 4711, Time = time }, now: 200_000);
            history.Add(Samples.Facts(Counter.Miss) with { Session = named, Time = time }, now: 200_000);
        }

        Assert.Equal((150_000U, 1UL), history.Sessions.Rows.Where(static row => row.Id == 4711).Select(static row => (row.First, row.Sums.Misses)).Single());
        Assert.Equal((100_000U, 3UL), history.Sessions.Rows.Where(row => row.Id == named).Select(static row => (row.First, row.Sums.Misses)).Single());
    }

    [Fact]
    public void The_history_is_bounded_in_time_and_a_clock_that_is_far_off_does_not_end_it()
    {
        const uint Start = 1_700_000_000;
        StatisticsHistory history = new();
        uint now = Start;
        for (; now < Start + (500 * 86400); now += 2345)
        {
            history.Add(Samples.Facts(Counter.Miss) with { Time = now }, now);
            history.Add(Samples.Facts(Counter.Miss) with { Time = uint.MaxValue }, now);
            history.Prune(now);
        }

        history.Add(Samples.Facts(Counter.Miss) with { Time = 0 }, now);
        history = Reread(history);
        Assert.Equal(400, history.Days.Buckets.Count);
        Assert.All(history.Hours.Buckets, bucket => Assert.InRange(bucket.Start, now - (15 * 86400), now));
        Assert.All(history.Fine.Buckets, bucket => Assert.InRange(bucket.Start, now - 7200 - 2345 - 10, now));
        Assert.InRange(history.Fine.Buckets.Count, 3, 5);
        Assert.InRange(history.Hours.Buckets.Count, 200, 336);
        Assert.InRange(history.Encode().Length, 1, StatisticsHistory.MaxSize);
    }

    [Fact]
    public void A_long_name_keeps_the_namespace_and_the_end_of_the_path()
    {
        byte[] text = StatisticsFacts.GroupText("team"u8, Encoding.UTF8.GetBytes("/very" + new string('x', 200) + "/bin/gcc"));
        Assert.Equal(StatisticsRecord.MaxText, text.Length);
        Assert.StartsWith("team\0...x", Encoding.UTF8.GetString(text), StringComparison.Ordinal);
        Assert.EndsWith("/bin/gcc", Encoding.UTF8.GetString(text), StringComparison.Ordinal);
        Assert.NotEqual(StatisticsFacts.GroupOf("ab"u8, "c"u8), StatisticsFacts.GroupOf("a"u8, "bc"u8));
        Assert.NotEqual(StatisticsFacts.GroupOf("a"u8, ""u8), StatisticsFacts.GroupOf("a\0"u8, ""u8));
    }

    [Fact]
    public void A_directory_in_the_place_of_the_history_keeps_nothing_from_being_counted()
    {
        Count(Counter.Miss, 1, static facts => facts);
        Directory.CreateDirectory(StorePaths.Text(_folder.Store(), "stats/history"));
        Assert.True(_statistics.TryFold());
        Assert.Equal((1UL, 1UL), (_statistics.Read()[Counter.Miss], _statistics.Read().Sums.Misses));
    }

    private void Count(Counter reason, int times, Func<StatisticsFacts, StatisticsFacts> change)
    {
        for (int i = 0; i < times; i++)
        {
            StatisticsDelta delta = new() { Facts = change(Samples.Facts(reason)) };
            delta.Add(reason);
            if (reason == Counter.Miss)
                delta.AddGroupName("\0gcc"u8);
            Assert.True(_statistics.Record(delta));
        }
    }

    private static StatisticsHistory Reread(StatisticsHistory history)
    {
        byte[] bytes = history.Encode();
        Assert.True(StatisticsHistory.TryDecode(bytes, out StatisticsHistory read));
        Assert.Equal(bytes, read.Encode());
        return read;
    }
}
