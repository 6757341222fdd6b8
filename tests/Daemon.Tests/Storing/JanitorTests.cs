using System.Text;
using Larder.Daemon.Storing;
using Larder.Storage;

namespace Larder.Daemon.Tests.Storing;

/// <summary>The limits are kept by a thread of the daemon's: after stores, after hits, and by a way around the store.</summary>
public sealed class JanitorTests : IDisposable
{
    private const uint Umask = 0x12; // 022

    private static readonly TimeSpan Never = TimeSpan.FromDays(1);

    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(5);

    private readonly string _root = Directory.CreateTempSubdirectory("larder-janitor-").FullName;
    private readonly TestableLogger<Janitor> _logger = new();

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void After_a_store_that_is_too_much_the_oldest_go()
    {
        Fill(300);
        using Janitor janitor = new(new JanitorLimits(Never, Never, Never, Never, 0.1), TimeProvider.System, _logger);
        JanitorCall call = new(janitor, Umask);
        call.Used(Options() with { MaxFiles = 200 });
        call.Stored(Options() with { MaxFiles = 200 });
        Until(() => Size().Files <= 200);
        Until(() => Believed() == Size());
        Assert.InRange(Size().Files, 190, 200);
        Assert.False(Store().Contains(EntryKind.Manifest, Key(299)));
        Assert.True(Store().Contains(EntryKind.Manifest, Key(0)));
    }

    [Fact]
    public void Where_nothing_is_stored_a_lowered_limit_is_kept_all_the_same()
    {
        Fill(300);
        using Janitor janitor = new(new JanitorLimits(Soon, Never, Never, Never, 0.1), TimeProvider.System, _logger);
        new JanitorCall(janitor, Umask).Used(Options() with { MaxFiles = 100 });
        Until(() => Size().Files <= 100);
    }

    [Fact]
    public void A_tour_removes_what_is_too_old_and_makes_the_totals_right()
    {
        Fill(300);
        StatisticsDelta wrong = new();
        wrong.Add(new StoreDelta(5_000_000, 1000));
        new Statistics(Store()).Record(wrong);
        using Janitor janitor = new(new JanitorLimits(Soon, Soon, Never, Never, 0.9), TimeProvider.System, _logger);
        new JanitorCall(janitor, Umask).Used(Options() with { MaxAge = (100 * 3600) + 1800 });
        Until(() => Size().Files == 101 && Believed() == Size());
    }

    [Fact]
    public void Without_limits_or_where_nothing_may_be_changed_nothing_goes()
    {
        Fill(50);
        using Janitor janitor = new(new JanitorLimits(Soon, Soon, Soon, Soon, 0.9), TimeProvider.System, _logger);
        JanitorCall call = new(janitor, Umask);
        call.Stored(Options());
        call.Stored(Options() with { MaxFiles = 10, MaxAge = 1, ReadOnly = true });

        // Until it has been at work: the next call, whose limits it does keep, comes behind these.
        Assert.Equal(50, Size().Files);
        call.Stored(Options() with { MaxFiles = 49 });
        Until(() => Size().Files <= 49);
    }

    private static void Until(Func<bool> condition) => Assert.True(SpinWait.SpinUntil(condition, TimeSpan.FromMinutes(1)), "it does not come about");

    private static Digest Key(int number) => Digest.Of(Encoding.UTF8.GetBytes("k" + number));

    private StoreOptions Options() => new() { Directory = Encoding.UTF8.GetBytes(_root) };

    private LocalStore Store() => new(Options());

    private StoreSize Size() => Store().Scan();

    private StoreSize Believed()
    {
        StatisticsSnapshot snapshot = new Statistics(Store()).Read();
        return new StoreSize(snapshot.Bytes, snapshot.Files);
    }

    /// <summary>Entry n was used n hours ago.</summary>
    private void Fill(int entries)
    {
        LocalStore store = Store();
        for (int i = 0; i < entries; i++)
        {
            Digest key = Key(i);
            Assert.Equal(WriteState.Stored, store.WriteEntry(EntryKind.Manifest, key, "content"u8, replace: false).State);
            string name = key.ToString();
            File.SetLastWriteTimeUtc($"{_root}/v1/{name[..2]}/{name}.m", DateTime.UtcNow.AddHours(-i));
        }

        StatisticsDelta delta = new();
        delta.Add(store.TakeDelta());
        Assert.True(new Statistics(store).Record(delta));
    }
}
