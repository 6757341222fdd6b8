using System.Diagnostics;
using Larder.Storage.Tests.Support;

namespace Larder.Storage.Tests.Counting;

/// <summary>Sums are exact whatever appends, folds, reads and dies at once.</summary>
public sealed class StatisticsConcurrencyTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Threads_that_append_while_others_fold_and_read()
    {
        const int Writers = 4;
        const int Each = 3000;
        Thread[] writers = new Thread[Writers];
        bool stop = false;
        ulong last = 0;
        bool fell = false;
        for (int i = 0; i < Writers; i++)
        {
            writers[i] = new Thread(() =>
            {
                Statistics statistics = new(_folder.Store());
                StatisticsDelta delta = new() { Facts = Samples.Facts(Counter.Miss, spent: 7) };
                delta.Add(Counter.Miss);
                delta.Add(new StoreDelta(10, 1));
                for (int n = 0; n < Each; n++)
                    Assert.True(statistics.Record(delta));
            });
        }

        Thread folder = new(() =>
        {
            Statistics statistics = new(_folder.Store());
            while (!Volatile.Read(ref stop))
                statistics.TryFold();
        });
        Thread reader = new(() =>
        {
            Statistics statistics = new(_folder.Store());
            while (!Volatile.Read(ref stop))
            {
                StatisticsSnapshot snapshot = statistics.Read();
                ulong now = snapshot[Counter.Miss];
                fell |= now < last || snapshot.Sums.Misses != now;
                last = now;
            }
        });
        foreach (Thread thread in (Thread[])[.. writers, folder, reader])
            thread.Start();
        foreach (Thread thread in writers)
            thread.Join();
        Volatile.Write(ref stop, true);
        folder.Join();
        reader.Join();

        AssertTotal(Writers * Each);
        Assert.False(fell, "a reader saw the count go back, or two counts");
        Assert.False(File.Exists(StorePaths.Text(_folder.Store(), "stats/log.sealed")));
    }

    /// <summary>A log that is renamed away between its making and its opening once lost all of the next one: two had the same id.</summary>
    [Fact]
    public void Processes_that_append_while_others_fold_all_the_time()
    {
        const int Each = 6000;
        Process[] writers = [Writer(Each), Writer(Each), Writer(Each)];
        Process[] folders = [WorkerProcess.Start("fold", _folder.Cache, "1000000"), WorkerProcess.Start("fold", _folder.Cache, "1000000")];
        foreach (Process writer in writers)
            Assert.Equal(0, WorkerProcess.Wait(writer));
        foreach (Process folder in folders)
        {
            folder.Kill();
            folder.WaitForExit();
            folder.Dispose();
        }

        AssertTotal(3 * Each);
    }

    [Fact]
    public void Processes_that_append_while_folders_are_killed()
    {
        const int Each = 8000;
        Process[] writers = [Writer(Each), Writer(Each), Writer(Each)];
        Random random = new(11);
        int kills = 0;
        while (kills < 8 || writers.Any(w => !w.HasExited))
        {
            using Process folder = WorkerProcess.Start("fold", _folder.Cache, "1000000");
            Thread.Sleep(80 + random.Next(120));
            folder.Kill();
            folder.WaitForExit();
            kills++;
        }

        foreach (Process writer in writers)
            Assert.Equal(0, WorkerProcess.Wait(writer));
        AssertTotal(3 * Each);
        Assert.True(new Statistics(_folder.Store()).TryFold());
        AssertTotal(3 * Each);
    }

    /// <summary>64 writers: eight processes of eight threads, of four users in two mount namespaces each.</summary>
    [RootFact]
    public void Writers_of_several_users_in_several_mount_namespaces()
    {
        const int Each = 150;
        const int Group = 20000;
        int[] users = [0, 20001, 20002, 20003];
        WorkerTool.Run("chmod", "711", _folder.Path);
        Directory.CreateDirectory(_folder.Cache);
        Assert.Equal(0, WorkerTool.Run("chgrp", Group.ToString(System.Globalization.CultureInfo.InvariantCulture), _folder.Cache));
        Assert.Equal(0, WorkerTool.Run("chmod", "2770", _folder.Cache));
        string[] work = ["count", _folder.Cache, Each.ToString(System.Globalization.CultureInfo.InvariantCulture), "8", "7"];
        List<Process> writers = [];
        foreach (int user in users)
        {
            writers.Add(WorkerProcess.StartAs(user, Group, work));
            writers.Add(WorkerProcess.StartInNamespace(user, Group, "mount -t tmpfs none /mnt || exit 50", work));
        }

        foreach (Process writer in writers)
            Assert.Equal(0, WorkerProcess.Wait(writer));
        AssertTotal(users.Length * 2 * 8 * Each);
    }

    private void AssertTotal(int expected)
    {
        StatisticsSnapshot snapshot = new Statistics(_folder.Store()).Read();
        Assert.Equal(
            ((ulong)expected, expected * 10L, expected), (snapshot[Counter.Miss], snapshot.Bytes, (int)snapshot.Files));
        StatisticsSums sums = new(0, (ulong)expected, 0, 0, (ulong)expected * 7, (ulong)expected * 100);
        Assert.Equal(sums, snapshot.Sums);
        Assert.Equal(sums, Assert.Single(snapshot.Sessions).Sums);
        Assert.Equal(sums, snapshot.Days.Aggregate(default(StatisticsSums), static (sum, day) => sum + day.Sums));
    }

    private Process Writer(int times) =>
        WorkerProcess.Start("count", _folder.Cache, times.ToString(System.Globalization.CultureInfo.InvariantCulture));
}
