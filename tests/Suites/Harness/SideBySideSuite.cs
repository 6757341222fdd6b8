using Larder.Posix;

namespace Larder.Suites.Harness;

/// <summary>
/// Runs each step of a test twice from the same state, once with the bare compiler and once through larder, and demands that
/// nothing tells them apart: every file with its content, mode, type and links, both streams, the exit status. Then all
/// counters must be what the steps so far announced.
/// </summary>
public abstract class SideBySideSuite : IDisposable
{
    /// <summary>What <c>L</c> means in a step's script: nothing at all, or larder.</summary>
    private const string Prelude = "L() { if [ -n \"$SUITE_LARDER\" ]; then \"$SUITE_LARDER\" \"$@\"; else \"$@\"; fi; }\n";

    private readonly SortedDictionary<string, long> _expected = new(StringComparer.Ordinal);
    private readonly List<byte[]> _made = [];

    protected SideBySideSuite() => KnownCompilers.Bring(Work);

    protected Workspace Work { get; } = new();

    public void Dispose()
    {
        Work.Dispose();
        GC.SuppressFinalize(this);
    }

    protected void Write(string name, string text) => Work.Write(name, text);

    /// <summary>One step: <c>Step("miss stored", "L gcc -c x.c -o x.o")</c>. What an earlier step made is gone before it.</summary>
    /// <param name="counters">The counters that this step raises by one each; null where it may raise any.</param>
    /// <param name="script">For bash; <c>L</c> stands before the compiler.</param>
    /// <param name="prepare">Makes the state of the outputs' places; called before each of the two runs, so it must start by clearing up.</param>
    /// <returns>How it ended, which is the same for both.</returns>
    protected ProcessResult Step(string? counters, string script, Action? prepare = null)
    {
        Remove(_made);
        prepare?.Invoke();
        FileTree before = FileTree.Of(Work.Directory);
        ProcessResult bare = RunScript(script, larder: null);
        FileTree afterBare = FileTree.Of(Work.Directory);
        Remove(afterBare.AddedSince(before));
        prepare?.Invoke();
        Assert.Equal(string.Empty, FileTree.Of(Work.Directory).DifferencesTo(before));

        Workspace.Settle();
        ProcessResult served = RunScript(script, LarderBinary.Path);
        FileTree afterServed = FileTree.Of(Work.Directory);
        _made.AddRange(afterServed.AddedSince(before));

        string differences = afterBare.DifferencesTo(afterServed);
        Assert.True(differences.Length == 0, $"step '{script}', bare / larder:\n{differences}");
        Assert.Equal((bare.ExitCode, Latin1(bare.Error), Latin1(bare.Output)), (served.ExitCode, Latin1(served.Error), Latin1(served.Output)));
        if (counters is null)
        {
            _expected.Clear();
            foreach ((string name, long value) in Work.Counters())
                _expected[name] = value;
            return served;
        }

        foreach (string counter in counters.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            _expected[counter] = _expected.GetValueOrDefault(counter) + 1;
        Work.Expect([.. _expected.Select(static c => (c.Key, c.Value))]);
        return served;
    }

    /// <summary>A miss that is stored, and then a hit.</summary>
    protected void MissThenHit(string script)
    {
        Step("miss stored", script).Succeeded();
        Step("direct_hit", script).Succeeded();
    }

    /// <summary>A script that is no step: sets the stage.</summary>
    protected void Shell(string script) => RunScript(script, larder: null).Succeeded();

    private static string Latin1(byte[] bytes) => System.Text.Encoding.Latin1.GetString(bytes);

    private ProcessResult RunScript(string script, string? larder) =>
        Work.Run("bash", ["-c", Prelude + script], variables: new Dictionary<string, string?>(StringComparer.Ordinal) { ["SUITE_LARDER"] = larder });

    private void Remove(IEnumerable<byte[]> names)
    {
        foreach (byte[] name in names)
        {
            byte[] path = ByteString.JoinPath(System.Text.Encoding.UTF8.GetBytes(Work.Directory), name);
            if (FileSystem.Unlink(path) != Errno.None)
                FileSystem.RemoveDirectory(path);
        }
    }
}
