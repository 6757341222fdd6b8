using Larder.Suites.Harness;

namespace Larder.Suites.Faults;

/// <summary>What happens to cache directories: they come from archives with all time stamps equal, from machines whose clock was wrong, and are deleted under those who use them.</summary>
public sealed class MovedCacheSuite : IDisposable
{
    private const int Sources = 5;

    private readonly Workspace _work = new();

    public MovedCacheSuite()
    {
        for (int i = 0; i < Sources; i++)
            _work.Write($"s{i}.c", $"int f{i}(void) {{ return {i}; }}\n");
    }

    public void Dispose() => _work.Dispose();

    [Theory]
    [InlineData("all of one time", "find . -exec touch -h -d 2020-01-01 {} +")]
    [InlineData("from the future", "find . -exec touch -h -d '400 days' {} +")]
    [InlineData("from before the epoch", "find . -exec touch -h -d 1960-01-01 {} +")]
    [InlineData("from an archive", "tar -cf ../a.tar --mtime=2001-01-01 . && find . -mindepth 1 -delete && tar -xmf ../a.tar")]
    [InlineData("copied without anything", "cp -r . ../copy && find . -mindepth 1 -delete && cp -r ../copy/. . && chmod -R u=rwX,go= .")]
    public void A_cache_that_was_carried_somewhere(string what, string carry)
    {
        CompileAll(what);
        _work.Run(LarderBinary.Path, ["stats"]).Succeeded();
        _work.Run("bash", ["-c", carry], _work.Cache).Succeeded();
        _work.ZeroCounters();
        CompileAll(what);
        _work.Expect(("direct_hit", Sources));

        // Used just now, whatever was said before.
        foreach (string result in Directory.GetFiles(Path.Combine(_work.Cache, "v1"), "*.r", SearchOption.AllDirectories))
            Assert.InRange(DateTime.UtcNow - File.GetLastWriteTimeUtc(result), TimeSpan.FromMinutes(-65), TimeSpan.FromMinutes(65));

        // And it can be evicted from, and works on.
        _work.Run(LarderBinary.Path, ["evict", "--to-size", "8K"]).Succeeded();
        Assert.InRange(Directory.GetFiles(Path.Combine(_work.Cache, "v1"), "*.[mr]", SearchOption.AllDirectories).Length, 0, 2);
        CompileAll(what);
        Assert.Equal(0, _work.Run(LarderBinary.Path, ["verify"]).ExitCode);
    }

    [Fact]
    public void A_cache_that_is_deleted_between_compiles()
    {
        CompileAll("at first");
        // A daemon may still be storing.
        _work.Run("bash", ["-c", $"until rm -rf '{_work.Cache}' 2> /dev/null; do :; done"]).Succeeded();
        CompileAll("after it is gone");
        _work.ZeroCounters();
        CompileAll("again");
        _work.Expect(("direct_hit", Sources));
    }

    [Fact]
    public async Task A_cache_that_is_deleted_again_and_again_during_compiles()
    {
        using CancellationTokenSource end = new();
        Task deleting = Task.Run(async () =>
        {
            while (!end.IsCancellationRequested)
            {
                _work.Run("rm", ["-rf", _work.Cache]);
                await Task.Delay(5);
            }
        });
        try
        {
            for (int round = 0; round < TestLength.Choose(4, 100); round++)
                CompileAll($"in round {round}");
        }
        finally
        {
            await end.CancelAsync();
            await deleting;
        }

        CompileAll("afterwards");
        _work.ZeroCounters();
        CompileAll("again");
        _work.Expect(("direct_hit", Sources));
    }

    private void CompileAll(string when)
    {
        for (int i = 0; i < Sources; i++)
        {
            _work.Bare("gcc", "-c", $"s{i}.c", "-o", "bare.o").Succeeded();
            ProcessResult served = _work.Larder("gcc", "-c", $"s{i}.c", "-o", "served.o").Succeeded();
            Assert.True(served.Error.Length == 0, $"{when}: {served.ErrorText}");
            Assert.True(_work.Read("bare.o").SequenceEqual(_work.Read("served.o")), $"{when}: s{i}.o differs");
            _work.Delete("served.o");
        }
    }
}
