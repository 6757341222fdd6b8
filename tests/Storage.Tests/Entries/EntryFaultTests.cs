using System.Text;
using Larder.Storage.Tests.Support;

namespace Larder.Storage.Tests.Entries;

/// <summary>Full, unwritable and vanishing directories; several users.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class EntryFaultTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [RootFact]
    public void A_full_file_system_is_an_outcome_and_nothing_is_left()
    {
        string mount = _folder.Path + "/small";
        Directory.CreateDirectory(mount);
        Assert.Equal(0, WorkerTool.Run("mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", mount));
        try
        {
            LocalStore store = new(new StoreOptions { Directory = Encoding.UTF8.GetBytes(mount + "/cache"), CompressionLevel = 0 });
            Statistics statistics = new(store);
            int stored = 0;
            WriteOutcome outcome = default;
            for (int i = 0; i < 100; i++)
            {
                outcome = store.WriteEntry(EntryKind.Manifest, Samples.Key("k" + i), Samples.Noise(30_000, i), replace: i % 2 == 0);
                if (!outcome.IsPresent)
                    break;
                stored++;
            }

            Assert.Equal(WriteState.NoSpace, outcome.State);
            Assert.InRange(stored, 5, 20);
            ResultBuilder builder = new();
            builder.Add(ResultMemberKind.Object, Samples.Noise(40_000));
            Assert.Equal(WriteState.NoSpace, store.WriteResult(Samples.Key("r"), builder, replace: false).State);
            Assert.Equal(stored, store.Scan().Files);
            Assert.Empty(StorePaths.Temporaries(store));
            for (int i = 0; i < stored; i++)
                Assert.True(store.ReadEntry(EntryKind.Manifest, Samples.Key("k" + i)).IsFound);

            // Fill the last block too: then even statistics are lost, and only they.
            File.WriteAllBytes(mount + "/filler", []);
            try
            {
                using FileStream filler = File.OpenWrite(mount + "/filler");
                while (true)
                    filler.Write(new byte[4096]);
            }
            catch (IOException)
            {
                // Full, as intended.
            }

            StatisticsDelta delta = new();
            delta.Add(Counter.StoreFailed);
            Assert.False(statistics.Record(delta));
            Assert.Equal(0UL, statistics.Read()[Counter.StoreFailed]);
            File.Delete(mount + "/filler");
            Assert.True(statistics.Record(delta));
            Assert.Equal(1UL, statistics.Read()[Counter.StoreFailed]);
        }
        finally
        {
            WorkerTool.Run("umount", mount);
        }
    }

    [RootFact]
    public void A_read_only_file_system_is_read()
    {
        LocalStore store = _folder.Store();
        Digest key = Samples.Key("a");
        store.WriteEntry(EntryKind.Manifest, key, "x"u8, replace: false);
        string mount = _folder.Path + "/view";
        Directory.CreateDirectory(mount);
        Assert.Equal(0, WorkerTool.Run("mount", "--bind", _folder.Cache, mount));
        try
        {
            Assert.Equal(0, WorkerTool.Run("mount", "-o", "remount,bind,ro", mount));
            LocalStore view = new(new StoreOptions { Directory = Encoding.UTF8.GetBytes(mount) });
            Assert.True(view.ReadEntry(EntryKind.Manifest, key).IsFound);
            Assert.Equal(WriteState.NotPermitted, view.WriteEntry(EntryKind.Manifest, Samples.Key("b"), "x"u8, replace: false).State);
            Assert.False(view.Remove(EntryKind.Manifest, key));
            StatisticsDelta delta = new();
            delta.Add(Counter.DirectHit);
            Assert.False(new Statistics(view).Record(delta));
        }
        finally
        {
            WorkerTool.Run("umount", mount);
        }
    }

    [Fact]
    public void A_place_that_can_not_hold_a_store_is_an_outcome()
    {
        File.WriteAllText(_folder.Path + "/file", string.Empty);
        LocalStore store = new(new StoreOptions { Directory = Encoding.UTF8.GetBytes(_folder.Path + "/file/cache") });
        Digest key = Samples.Key("a");
        Assert.False(store.WriteEntry(EntryKind.Manifest, key, "x"u8, replace: false).IsPresent);
        Assert.Equal(ReadState.Absent, store.ReadEntry(EntryKind.Manifest, key).State);
        Assert.Equal(new ClearOutcome(0, 0, 0), store.Clear());
        StatisticsDelta delta = new();
        delta.Add(Counter.DirectHit);
        Assert.False(new Statistics(store).Record(delta));
        Assert.False(new Statistics(store).Zero());
        Assert.Equal(0UL, new Statistics(store).Read()[Counter.DirectHit]);
        using FileDigestCache digests = FileDigestCache.Open(store);
    }

    [Fact]
    public void A_directory_that_is_deleted_underneath_is_made_again()
    {
        LocalStore store = _folder.Store();
        Statistics statistics = new(store);
        Digest key = Samples.Key("a");
        for (int round = 0; round < 3; round++)
        {
            Assert.Equal(WriteState.Stored, store.WriteEntry(EntryKind.Manifest, key, "x"u8, replace: true).State);
            Assert.Equal(WriteState.Stored, store.WriteEntry(EntryKind.Manifest, key, "y"u8, replace: true).State);
            StatisticsDelta delta = new();
            delta.Add(Counter.Stored);
            Assert.True(statistics.Record(delta));
            Assert.True(statistics.TryFold());
            Assert.Equal(1UL, statistics.Read()[Counter.Stored]);
            Directory.Delete(_folder.Cache, recursive: true);
            Assert.Equal(ReadState.Absent, store.ReadEntry(EntryKind.Manifest, key).State);
        }
    }

    [Fact]
    public void Without_unnamed_files_everything_works_the_same()
    {
        LocalStore store = _folder.Store();
        store.Publisher.UsesUnnamedFiles = false;
        Digest key = Samples.Key("a");
        Assert.Equal(WriteState.Stored, store.WriteEntry(EntryKind.Manifest, key, "first"u8, replace: false).State);
        Assert.Equal(WriteState.AlreadyPresent, store.WriteEntry(EntryKind.Manifest, key, "second"u8, replace: false).State);
        Assert.Equal("first"u8, store.ReadEntry(EntryKind.Manifest, key).Payload.Span);
        Assert.Equal(WriteState.Stored, store.WriteEntry(EntryKind.Manifest, key, "third"u8, replace: true).State);
        Assert.Equal("third"u8, store.ReadEntry(EntryKind.Manifest, key).Payload.Span);
        StatisticsDelta delta = new();
        delta.Add(store.TakeDelta());
        Assert.Equal(1, delta.Store.Files);
        Assert.True(new Statistics(store).Record(delta));
        Assert.True(new Statistics(store).TryFold());
        Assert.True(new Statistics(store).Record(delta));
        Assert.Equal(2, new Statistics(store).Read().Files);
        Assert.Empty(StorePaths.Temporaries(store));
    }

    [Fact]
    public void The_umask_setting_rules_what_is_made()
    {
        LocalStore store = _folder.Store(o => o with { Umask = 7 });
        uint before = Posix.User.SetUmask(63); // 077
        try
        {
            Digest key = Samples.Key("a");
            store.WriteEntry(EntryKind.Manifest, key, "x"u8, replace: false);
            store.WriteEntry(EntryKind.Manifest, key, "y"u8, replace: true);
            StatisticsDelta delta = new();
            delta.Add(Counter.Stored);
            new Statistics(store).Record(delta);
            new Statistics(store).TryFold();
        }
        finally
        {
            Assert.Equal(63u, Posix.User.SetUmask(before));
        }

        foreach (string directory in Directory.GetDirectories(_folder.Cache, "*", SearchOption.AllDirectories))
            Assert.Equal((UnixFileMode)504, File.GetUnixFileMode(directory)); // 0770
        foreach (string file in Directory.GetFiles(_folder.Cache, "*", SearchOption.AllDirectories))
            Assert.Equal((UnixFileMode)432, File.GetUnixFileMode(file)); // 0660
    }

    [RootFact]
    public void Two_users_of_a_group_share_a_directory()
    {
        const int Group = 54321;
        string shared = _folder.Path + "/shared";
        Directory.CreateDirectory(shared);
        Assert.Equal(0, WorkerTool.Run("chown", $"0:{Group}", shared));
        Assert.Equal(0, WorkerTool.Run("chmod", "2770", shared));
        Assert.Equal(0, WorkerTool.Run("chmod", "0755", _folder.Path));

        Assert.Equal(0, WorkerProcess.Wait(WorkerProcess.StartAs(12345, Group, "share", shared, "-", "one")));
        Assert.Equal(0, WorkerProcess.Wait(WorkerProcess.StartAs(12346, Group, "share", shared, "one", "two")));
        Assert.Equal(0, WorkerProcess.Wait(WorkerProcess.StartAs(12345, Group, "share", shared, "two", "three")));
        LocalStore store = new(new StoreOptions { Directory = Encoding.UTF8.GetBytes(shared) });
        Assert.Equal(3UL, new Statistics(store).Read()[Counter.Stored]);
        Assert.NotEqual(0, WorkerProcess.Wait(WorkerProcess.StartAs(12347, 54322, "share", shared, "-", "four")));
    }
}
