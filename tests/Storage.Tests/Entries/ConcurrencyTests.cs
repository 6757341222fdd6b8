using System.Diagnostics;
using System.Globalization;
using Larder.Storage.Tests.Support;

namespace Larder.Storage.Tests.Entries;

public sealed class ConcurrencyTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Threads_that_store_read_remove_clear_and_evict_never_see_anything_wrong()
    {
        int[] results = new int[4];
        Thread[] threads = new Thread[results.Length];
        for (int i = 0; i < threads.Length; i++)
        {
            int number = i;
            LocalStore store = _folder.Store(o => o with { MaxSize = 300_000, CompressionLevel = number % 2 });
            threads[i] = new Thread(() => results[number] = StoreWork.Run(store, 600, number));
            threads[i].Start();
        }

        foreach (Thread thread in threads)
            thread.Join();
        Assert.Equal([0, 0, 0, 0], results);
        AssertConsistent();
    }

    [Fact]
    public void So_do_processes()
    {
        Process[] workers = new Process[4];
        for (int i = 0; i < workers.Length; i++)
            workers[i] = WorkerProcess.Start("work", _folder.Cache, "600", i.ToString(CultureInfo.InvariantCulture));
        foreach (Process worker in workers)
            Assert.Equal(0, WorkerProcess.Wait(worker));
        AssertConsistent();
    }

    [Fact]
    public void Killed_writers_leave_nothing_that_is_wrong()
    {
        Random random = new(7);
        for (int i = 0; i < 6; i++)
        {
            using Process worker = WorkerProcess.Start("work", _folder.Cache, "1000000", i.ToString(CultureInfo.InvariantCulture));
            Thread.Sleep(150 + random.Next(200));
            worker.Kill();
            worker.WaitForExit();
        }

        Assert.Equal(0, StoreWork.Run(_folder.Store(), 300, 99));
    }

    /// <summary>What is left is whole, and nothing is under way any more.</summary>
    private void AssertConsistent()
    {
        LocalStore store = _folder.Store();
        Assert.Empty(StorePaths.Temporaries(store));
        Assert.Equal(0, StoreWork.Run(store, 200, 1234));
        foreach (string file in StorePaths.Entries(store))
        {
            Assert.True(Digest.TryParse(System.Text.Encoding.ASCII.GetBytes(Path.GetFileNameWithoutExtension(file)), out Digest key));
            if (file.EndsWith(".r", StringComparison.Ordinal))
            {
                using StoredResult? result = store.OpenResult(key).Result;
                Assert.NotNull(result);
            }
            else
            {
                Assert.True(store.ReadEntry(EntryKind.Manifest, key).IsFound);
            }
        }
    }
}
