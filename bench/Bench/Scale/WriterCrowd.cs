using Larder.Bench.Tools;

namespace Larder.Bench.Scale;

/// <summary>Threads that compile something new through a tool, one after the other, until they are told to end.</summary>
internal sealed class WriterCrowd : IDisposable
{
    private readonly Thread[] threads;
    private readonly Tool tool;
    private readonly string directory;
    private volatile bool isEnding;
    private int next;

    /// <param name="tool">The tool.</param>
    /// <param name="workspace">Where sources stand.</param>
    /// <param name="writers">How many.</param>
    /// <param name="variants">The number of the first new source; afterwards of one that nobody has compiled.</param>
    internal WriterCrowd(Tool tool, Workspace workspace, int writers, ref int variants)
    {
        const int MostInOneLife = 1_000_000;
        this.tool = tool;
        next = variants;
        variants += MostInOneLife;
        directory = workspace.NewDirectory("writers");

        // Sizes that differ; next to nothing to compile.
        File.WriteAllText(Path.Join(directory, "w.c"), "char filled[(VARIANT % 61) * 300 + 1] = {1};\nconst int variant = VARIANT;\n");
        File.SetLastWriteTimeUtc(Path.Join(directory, "w.c"), DateTime.UtcNow.AddHours(-1));
        threads = [.. Enumerable.Range(0, writers).Select(number => new Thread(() => Write(number)))];
        foreach (var thread in threads)
            thread.Start();
    }

    public void Dispose()
    {
        isEnding = true;
        foreach (var thread in threads)
            thread.Join();
    }

    private void Write(int number)
    {
        while (!isEnding)
        {
            var variant = Interlocked.Increment(ref next);
            using var command = tool.Prepare(["gcc", $"-DVARIANT={variant}", "-c", "w.c", "-o", $"w{number}.o"], directory, Path.Join(directory, $"output-{number}"));
            command.TryRun(out _);
        }
    }
}
