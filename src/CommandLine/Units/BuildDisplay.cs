using System.Diagnostics;
using System.Globalization;
using Larder.Caching.Failures;
using Larder.CommandLine.Text;
using Larder.Posix;
using Larder.Units;
using Larder.Units.Graph;
using Larder.Units.Layout;
using Larder.Units.Replay;
using Larder.Units.Replay.Logs;
using Larder.Units.Scheduling;

namespace Larder.CommandLine.Units;

/// <summary>
/// What a person sees of a build, on standard error: a line for each unit that was built or restored, the whole of what a compiler said where one
/// failed, and on a terminal a last line with what runs now.
/// </summary>
internal sealed class BuildDisplay : IBuildObserver, IDisposable
{
    /// <summary>How often the last line is drawn again, in milliseconds.</summary>
    private const int Interval = 100;

    private readonly UnitDirectories _directories;
    private readonly int _total;
    private readonly bool _isWatched;
    private readonly object _gate = new();
    private readonly Dictionary<UnitNode, long> _running = [];
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly Timer? _timer;
    private int _ended;
    private bool _hasStatus;

    internal BuildDisplay(CommandContext context, UnitDirectories directories, int total)
    {
        (_directories, _total, _isWatched) = (directories, total, context.IsWatched);
        if (_isWatched)
            _timer = new Timer(_ => Draw(), null, Interval, Interval);
    }

    public void Started(UnitNode node)
    {
        lock (_gate)
            _running[node] = Stopwatch.GetTimestamp();
    }

    public void Ended(UnitNode node, NodeOutcome outcome)
    {
        lock (_gate)
        {
            _running.Remove(node);
            _ended++;
            switch (outcome.State)
            {
                case NodeState.Built:
                    Say($"{Position()} {node.Name}: built in {Seconds(outcome.Milliseconds)}");
                    if (outcome.Problem is { } remark)
                        Say($"larder: warning: {remark}");
                    break;
                case NodeState.Restored:
                    Say($"{Position()} {node.Name}: built like this before, restored");
                    break;
                case NodeState.Failed:
                    ShowFailure(node, outcome);
                    break;
            }
        }
    }

    public void Tell(string line)
    {
        lock (_gate)
            Say("larder: " + line);
    }

    /// <summary>What runs a node's phases, with its log where "larder unit log" finds it.</summary>
    internal static Func<ReplayRequest, CancellationToken, ReplayOutcome> Replay(UnitSession session, ProcessEnvironment callers)
    {
        Replayer replayer = new(callers, session.LockFile);
        return (request, stop) =>
        {
            using ReplayLog log = new(session.Directories.Log(request.Node.Name));
            return replayer.Run(request, log, stop);
        };
    }

    /// <summary>The last line of a build.</summary>
    internal void Summarize(IReadOnlyDictionary<UnitNode, NodeOutcome> outcomes)
    {
        lock (_gate)
        {
            int Count(NodeState state) => outcomes.Values.Count(outcome => outcome.State == state);
            List<string> parts = [];
            foreach ((NodeState state, string word) in ((NodeState, string)[])
                [
                    (NodeState.Built, "built"), (NodeState.Restored, "restored"), (NodeState.Failed, "failed"), (NodeState.Skipped, "not begun for that"),
                    (NodeState.Stopped, "stopped"), (NodeState.Kept, "unchanged"),
                ])
            {
                if (Count(state) is > 0 and int count)
                    parts.Add($"{count} {word}");
            }

            Say(Summary(outcomes.Count, string.Join(", ", parts), _started));
        }
    }

    /// <summary>The same where a daemon knew that there was nothing to do.</summary>
    internal static void SummarizeKnown(int units, long started) => LiveText.WriteLine(Summary(units, $"{units} unchanged", started));

    public void Dispose()
    {
        lock (_gate)
        {
            _timer?.Dispose();
            Erase();
        }
    }

    private static string Seconds(long milliseconds) =>
        (milliseconds / 1000.0).ToString(milliseconds < 10_000 ? "0.00" : "0.0", CultureInfo.InvariantCulture) + " s";

    private static string Summary(int units, string deeds, long started) =>
        $"{Quantity.Of(units, "unit", "units")}: {deeds}; {Seconds((long)Stopwatch.GetElapsedTime(started).TotalMilliseconds)}";

    private string Position() => string.Create(CultureInfo.InvariantCulture, $"[{_ended}/{_total}]");

    private void ShowFailure(UnitNode node, NodeOutcome outcome)
    {
        if (outcome.Replay is not { } replay)
        {
            Say($"larder: {node.Name}: {outcome.Problem}");
            return;
        }

        string what = replay.FailedPhase is { } phase ? $"{phase} failed" : "failed";
        Say($"larder: {node.Name}: {replay.Problem ?? $"{what} with status {replay.Status}"}");
        foreach (string line in LogExcerpt.OfFile(_directories.Log(node.Name)))
            Say(_isWatched ? line : ByteText.Decode(TerminalText.WithoutEscapes(ByteText.Encode(line))));
        Say($"larder: all that it said: larder unit log {node.Name}");
    }

    private void Say(string line)
    {
        Erase();
        LiveText.WriteLine(line);
    }

    private void Erase()
    {
        if (_hasStatus)
            StandardStreams.Error.WriteAll("\r\x1b[K"u8);
        _hasStatus = false;
    }

    private void Draw()
    {
        lock (_gate)
        {
            if (_running.Count == 0)
                return;
            string names = string.Join(", ", _running.OrderBy(pair => pair.Value)
                .Select(pair => $"{pair.Key.Name} {Seconds((long)Stopwatch.GetElapsedTime(pair.Value).TotalMilliseconds)}"));
            string line = $"{Position()} {names}";
            StandardStreams.Error.WriteAll(ByteText.Encode("\r" + (line.Length < Width ? line : line[..Width]) + "\x1b[K"));
            _hasStatus = true;
        }
    }

    /// <summary>A line that wraps could not be erased; every terminal has so many columns.</summary>
    private const int Width = 79;
}
