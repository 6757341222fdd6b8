using Larder.Suites.Harness;

namespace Larder.Suites.Daemon;

/// <summary>
/// A client waits for a slot after its source has been looked at. What the compiler reads when its turn comes is another text, and when it has ended
/// the first one is back: content, size and time of modification as they were. The result must not be stored as that of the first text.
/// </summary>
public sealed class EditedWhileWaitingSuite : IDisposable
{
    private const string Before = "int x = 1;\n";
    private const string Between = "int x = 2;\n";
    private static readonly DateTime Time = new(2020, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    private readonly ServedWorkspace _served = new(maxJobs: 1);
    private readonly ObservedAssembler _assembler;
    private readonly Workspace _work;

    public EditedWhileWaitingSuite()
    {
        _work = _served.Work;
        _assembler = new ObservedAssembler(_work);
        _work.Write("first.c", "int first;\n");
        _work.Write("x.c", Between, Time);
        _work.Bare("gcc", "-c", "x.c", "-o", "between.o").Succeeded();
        _work.Write("x.c", Before, Time);
        _work.Bare("gcc", "-c", "x.c", "-o", "before.o").Succeeded();
        _assembler.Reset();
        Workspace.Settle();
    }

    private string FirstHolds => Path.Combine(_work.Root, "FIRST_HOLDS");

    public void Dispose() => _served.Dispose();

    [Theory]
    [InlineData("no")]
    [InlineData("yes")]
    public void The_text_is_written_back(string lookUpFirst) => Run(lookUpFirst, () => _work.Write("x.c", Between, Time), () => _work.Write("x.c", Before, Time));

    [Theory]
    [InlineData("no")]
    [InlineData("yes")]
    public void The_very_file_is_moved_back(string lookUpFirst) => Run(
        lookUpFirst,
        () =>
        {
            File.Move(_work.PathOf("x.c"), _work.PathOf("kept.c"));
            _work.Write("x.c", Between, Time);
        },
        () => File.Move(_work.PathOf("kept.c"), _work.PathOf("x.c"), overwrite: true));

    /// <summary>Then the client looks up once more, after the compile: what it sees there is the first text.</summary>
    [Theory]
    [InlineData("no")]
    [InlineData("yes")]
    public void The_text_is_written_back_and_the_daemon_dies(string lookUpFirst) => Run(
        lookUpFirst,
        () => _work.Write("x.c", Between, Time),
        () =>
        {
            _work.Write("x.c", Before, Time);
            _served.Kill();
        });

    private void Run(string lookUpFirst, Action edit, Action putBack)
    {
        _work.Variables["LARDER_LOOK_UP_FIRST"] = lookUpFirst;
        File.WriteAllText(FirstHolds, "");
        _assembler.Holds = true;
        RunningProgram first = _served.ClientScript($"AS_HOLD={FirstHolds} exec \"$LARDER\" gcc -c first.c -o first.o");
        ServedWorkspace.Until(() => _assembler.Runs == 1, "the slot is taken");
        RunningProgram second = _served.Client("gcc", "-c", "x.c", "-o", "x.o");
        ServedWorkspace.Until(() => _served.Waiting == 1, "the second waits");
        edit();
        File.Delete(FirstHolds);
        first.Finish().Succeeded();
        ServedWorkspace.Until(() => _assembler.Runs == 2, "the compiler has read the second text");
        putBack();
        _assembler.Holds = false;
        second.Finish().Succeeded();

        // It was the compiler that read it, so that is right; but for this once.
        Assert.Equal(_work.Read("between.o"), _work.Read("x.o"));
        if (!_served.IsRunning)
            _served.Start();
        Workspace.Settle();
        for (int round = 0; round < 2; round++)
        {
            _work.Delete("x.o");
            _work.Larder("gcc", "-c", "x.c", "-o", "x.o").Succeeded();
            Assert.Equal(_work.Read("before.o"), _work.Read("x.o"));
        }

        _work.Expect(("direct_hit", 1), ("miss", 2), ("racy_input", 1), ("stored", 2));
        _served.AssertAtRest();
    }
}
