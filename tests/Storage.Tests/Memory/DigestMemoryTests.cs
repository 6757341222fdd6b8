using System.Text;
using Larder.Posix;
using Larder.Storage.Tests.Support;

namespace Larder.Storage.Tests.Memory;

/// <summary>The memo of a process that lives long is as careful as the one on disk, and shares what it knows with it.</summary>
public sealed class DigestMemoryTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_one_request_put_the_next_one_finds_until_the_file_changes()
    {
        using DigestMemory memory = new(_folder.Store(), 1000);
        FileStatus file = Make("a.h", "one");
        using (IDigestMemo first = Later(memory))
            Assert.True(first.Put(file, Samples.Key("one"), 7, _folder.Bytes));
        using (IDigestMemo second = Later(memory))
        {
            Assert.True(second.TryGet(file, out Digest digest, out uint flags));
            Assert.Equal((Samples.Key("one"), 7u), (digest, flags));
            Thread.Sleep(20);
            Assert.False(second.TryGet(Make("a.h", "two"), out _, out _));
        }
    }

    [Fact]
    public void A_file_that_is_too_young_is_not_remembered()
    {
        using DigestMemory memory = new(_folder.Store(), 1000);
        FileStatus file = Make("a.h", "one");
        using IDigestMemo now = memory.Open();
        Assert.False(now.Put(file, Samples.Key("one"), 0, _folder.Bytes));
        Assert.False(now.TryGet(file, out _, out _));
        Assert.Equal(0, memory.Count);
    }

    [Fact]
    public void A_process_without_a_daemon_finds_what_was_learnt_and_the_other_way_round()
    {
        LocalStore store = _folder.Store();
        FileStatus mine = Make("mine.h", "1");
        FileStatus others = Make("others.h", "2");
        using (FileDigestCache process = FileDigestCache.Open(store))
        {
            process.Since = Future;
            Assert.True(process.Put(others, Samples.Key("others"), 0, _folder.Bytes));
        }

        using (DigestMemory memory = new(store, 1000))
        {
            using IDigestMemo request = Later(memory);
            Assert.True(request.TryGet(others, out _, out _));
            Assert.True(request.Put(mine, Samples.Key("mine"), 0, _folder.Bytes));
        }

        using FileDigestCache next = FileDigestCache.Open(store);
        Assert.True(next.TryGet(mine, out Digest digest, out _));
        Assert.Equal(Samples.Key("mine"), digest);
    }

    [Fact]
    public void Names_that_a_directory_lacks_are_a_fact_about_its_state()
    {
        using DigestMemory memory = new(_folder.Store(), 1000);
        Directory.CreateDirectory(_folder.Path + "/inc");
        FileStatus before = StatusOf("inc");
        using IDigestMemo request = Later(memory);
        Assert.True(request.PutAbsence(before, Samples.Key("names"), _folder.Bytes));
        Assert.True(request.TryGetAbsence(before, Samples.Key("names")));
        Assert.False(request.TryGetAbsence(before, Samples.Key("other names")));
        Thread.Sleep(20);
        File.WriteAllText(_folder.Path + "/inc/new.h", string.Empty);
        Assert.False(request.TryGetAbsence(StatusOf("inc"), Samples.Key("names")));
    }

    [Fact]
    public void It_is_bounded()
    {
        using DigestMemory memory = new(_folder.Store(), 100);
        using IDigestMemo request = Later(memory);
        for (int i = 0; i < 1000; i++)
            request.Put(Make($"{i}.h", "x"), Samples.Key("x"), 0, _folder.Bytes);
        Assert.InRange(memory.Count, 50, 100);
    }

    private static TimeSpec Future => new(Clock.Now.Seconds + 10, 0);

    /// <summary>A request for which everything that exists now is old enough.</summary>
    private static IDigestMemo Later(DigestMemory memory) => memory.Open(Future);

    private FileStatus Make(string name, string content)
    {
        File.WriteAllText(Path.Combine(_folder.Path, name), content);
        return StatusOf(name);
    }

    private FileStatus StatusOf(string name)
    {
        Assert.Equal(0, FileSystem.Stat(Encoding.UTF8.GetBytes(Path.Combine(_folder.Path, name)), out FileStatus status));
        return status;
    }
}
