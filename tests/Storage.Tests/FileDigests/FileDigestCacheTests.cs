using System.Text;
using Larder.Posix;
using Larder.Storage.Tests.Support;

namespace Larder.Storage.Tests.FileDigests;

public sealed class FileDigestCacheTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static string TableOf(LocalStore store) => StorePaths.Text(store, "digests/" + User.EffectiveId);

    [Fact]
    public void What_was_put_is_found_by_the_next_process()
    {
        LocalStore store = _folder.Store();
        FileStatus[] files = MakeFiles(500);
        using (FileDigestCache cache = OpenLater(store))
        {
            for (int i = 0; i < files.Length; i++)
            {
                Assert.False(cache.TryGet(files[i], out _, out _));
                Assert.True(cache.Put(files[i], Samples.Key("content " + i), (uint)i, _folder.Bytes));
                Assert.True(cache.TryGet(files[i], out _, out _));
            }
        }

        using FileDigestCache next = FileDigestCache.Open(store);
        int found = 0;
        for (int i = 0; i < files.Length; i++)
        {
            if (!next.TryGet(files[i], out Digest digest, out uint flags))
                continue;
            found++;
            Assert.Equal(Samples.Key("content " + i), digest);
            Assert.Equal((uint)i, flags);
        }

        // Which bucket a run of 32 inodes falls into hangs on the inodes' numbers: two runs in one push each other out.
        Assert.InRange(found, files.Length - (3 * 32), files.Length);
        Assert.Equal(0x180u, StatusOf(TableOf(store)).Permissions); // 0600
    }

    [Fact]
    public void A_changed_file_is_not_found()
    {
        LocalStore store = _folder.Store();
        FileStatus before = MakeFiles(1)[0];
        using FileDigestCache cache = OpenLater(store);
        cache.Put(before, Samples.Key("old"), 0, _folder.Bytes);

        string path = _folder.Path + "/file0.h";
        DateTime stamp = File.GetLastWriteTimeUtc(path);
        Thread.Sleep(20);
        File.WriteAllText(path, "NEW text 0"); // of the same size
        File.SetLastWriteTimeUtc(path, stamp);
        FileStatus after = StatusOf(path);
        Assert.Equal(before.Size, after.Size);
        Assert.Equal(before.Modified.Seconds, after.Modified.Seconds);
        Assert.False(cache.TryGet(after, out _, out _));

        Assert.True(cache.Put(after, Samples.Key("new"), 0, _folder.Bytes));
        Assert.True(cache.TryGet(after, out Digest digest, out _));
        Assert.Equal(Samples.Key("new"), digest);
        Assert.False(cache.TryGet(before, out _, out _));
    }

    [Fact]
    public void Young_files_are_not_remembered()
    {
        FileStatus file = MakeFiles(1)[0];
        using FileDigestCache cache = FileDigestCache.Open(_folder.Store());
        Assert.False(cache.Put(file, Samples.Key("a"), 0, _folder.Bytes));
        Assert.False(cache.TryGet(file, out _, out _));

        cache.Since = new TimeSpec(file.Changed.Seconds + 1, 999_999_999);
        Assert.False(cache.Put(file, Samples.Key("a"), 0, _folder.Bytes));
        cache.Since = new TimeSpec(file.Changed.Seconds + 3, 0);
        Assert.True(cache.Put(file, Samples.Key("a"), 0, _folder.Bytes));
    }

    [Fact]
    public void File_systems_whose_stamps_prove_nothing_are_not_remembered()
    {
        FileStatus file = StatusOf("/proc/self/status");
        using FileDigestCache cache = OpenLater(_folder.Store());
        cache.Since = new TimeSpec(file.Changed.Seconds + 10, 0);
        Assert.False(cache.Put(file, Samples.Key("a"), 0, "/proc/self/status"u8));
    }

    [Fact]
    public void Absent_names_are_remembered_until_the_directory_changes()
    {
        LocalStore store = _folder.Store();
        string directory = Directory.CreateDirectory(_folder.Path + "/include").FullName;
        FileStatus before = StatusOf(directory);
        Digest names = Samples.Key("names");
        using (FileDigestCache cache = OpenLater(store))
        {
            Assert.False(cache.TryGetAbsence(before, names));
            Assert.True(cache.PutAbsence(before, names, Encoding.UTF8.GetBytes(directory)));
        }

        using FileDigestCache next = FileDigestCache.Open(store);
        Assert.True(next.TryGetAbsence(before, names));
        Assert.False(next.TryGetAbsence(before, Samples.Key("other names")));
        Assert.False(next.TryGet(before, out _, out _));
        Thread.Sleep(20);
        File.WriteAllText(directory + "/late.h", string.Empty);
        Assert.False(next.TryGetAbsence(StatusOf(directory), names));
    }

    [Fact]
    public void Damage_is_absence()
    {
        LocalStore store = _folder.Store();
        FileStatus[] files = MakeFiles(40);
        Fill(store, files);
        byte[] table = File.ReadAllBytes(TableOf(store));
        Random random = new(3);
        for (int round = 0; round < 60; round++)
        {
            byte[] damaged = [.. table];
            for (int i = 0; i < table.Length / 64; i++)
                damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(TableOf(store), damaged[..random.Next(damaged.Length)]);
            using FileDigestCache cache = FileDigestCache.Open(store);
            for (int i = 0; i < files.Length; i++)
            {
                if (cache.TryGet(files[i], out Digest digest, out uint flags))
                    Assert.Equal((Samples.Key("content " + i), (uint)i), (digest, flags));
            }
        }
    }

    [Fact]
    public void A_table_that_is_no_file_of_ours_is_not_used()
    {
        LocalStore store = _folder.Store();
        FileStatus[] files = MakeFiles(3);
        Fill(store, files);
        string table = TableOf(store);
        string precious = _folder.Path + "/precious";
        byte[] content = File.ReadAllBytes(table);

        File.Move(table, precious);
        File.CreateSymbolicLink(table, precious);
        AssertUnused(store, files);
        File.Delete(table);
        Assert.Equal(0, WorkerTool.Run("ln", precious, table));
        AssertUnused(store, files);
        File.Delete(table);
        File.WriteAllBytes(table, content);
        Assert.Equal(0, WorkerTool.Run("chmod", "0620", table));
        AssertUnused(store, files);
        Assert.Equal(content, File.ReadAllBytes(precious));
    }

    [Fact]
    public void The_table_keeps_to_its_size()
    {
        LocalStore store = _folder.Store();
        FileStatus directory = StatusOf(_folder.Path);
        using (FileDigestCache cache = OpenLater(store))
        {
            for (int i = 0; i < 140_000; i++)
                Assert.True(cache.PutAbsence(directory, Samples.Key("names " + i), _folder.Bytes));
        }

        Assert.InRange(new FileInfo(TableOf(store)).Length, 15 << 20, 16 << 20);
        using FileDigestCache next = FileDigestCache.Open(store);
        Assert.True(next.TryGetAbsence(directory, Samples.Key("names 139999")));
    }

    [Fact]
    public void Processes_that_write_at_once_only_ever_read_what_was_put()
    {
        FileStatus[] files = MakeFiles(64);
        Thread[] threads = new Thread[4];
        int wrong = 0;
        for (int t = 0; t < threads.Length; t++)
        {
            threads[t] = new Thread(() =>
            {
                for (int round = 0; round < 60; round++)
                {
                    using FileDigestCache cache = OpenLater(_folder.Store());
                    for (int i = 0; i < files.Length; i++)
                    {
                        if (cache.TryGet(files[i], out Digest digest, out _) && digest != Samples.Key("content " + i))
                            Interlocked.Increment(ref wrong);
                        cache.Put(files[i], Samples.Key("content " + i), 0, _folder.Bytes);
                    }
                }
            });
            threads[t].Start();
        }

        foreach (Thread thread in threads)
            thread.Join();
        Assert.Equal(0, wrong);
    }

    [RootFact]
    public void A_table_of_another_user_is_not_used()
    {
        LocalStore store = _folder.Store();
        FileStatus[] files = MakeFiles(3);
        Fill(store, files);
        Assert.Equal(0, WorkerTool.Run("chown", "12345", TableOf(store)));
        AssertUnused(store, files);
    }

    private static FileStatus StatusOf(string path)
    {
        Assert.Equal(0, FileSystem.Stat(Encoding.UTF8.GetBytes(path), out FileStatus status));
        return status;
    }

    /// <summary>A cache for which everything that exists now is old enough.</summary>
    private static FileDigestCache OpenLater(LocalStore store)
    {
        FileDigestCache cache = FileDigestCache.Open(store);
        cache.Since = new TimeSpec(Clock.Now.Seconds + 10, 0);
        return cache;
    }

    private void Fill(LocalStore store, FileStatus[] files)
    {
        using FileDigestCache cache = OpenLater(store);
        for (int i = 0; i < files.Length; i++)
            Assert.True(cache.Put(files[i], Samples.Key("content " + i), (uint)i, _folder.Bytes));
    }

    private void AssertUnused(LocalStore store, FileStatus[] files)
    {
        using FileDigestCache cache = OpenLater(store);
        foreach (FileStatus file in files)
        {
            Assert.False(cache.TryGet(file, out _, out _));
            cache.Put(file, Samples.Key("x"), 0, _folder.Bytes);
        }
    }

    private FileStatus[] MakeFiles(int count)
    {
        FileStatus[] files = new FileStatus[count];
        for (int i = 0; i < count; i++)
        {
            string path = $"{_folder.Path}/file{i}.h";
            File.WriteAllText(path, "old text " + (i % 10));
            files[i] = StatusOf(path);
        }

        return files;
    }
}
