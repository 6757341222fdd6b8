using System.Text;
using Larder.Posix;
using Larder.Protocol.Messages;
using Spectre.Console;

namespace Larder.CommandLine.Watching;

/// <summary>
/// A terminal's own screen, drawn anew several times a second: the whole of it each time, as large as the terminal is then. What stood on the
/// terminal comes back at the end.
/// </summary>
internal sealed class LiveView : IWatchView
{
    // xterm's control sequences: the other screen, and the cursor hidden; a cursor at the beginning; the rest of a line, and of the screen, empty.
    private const string Enter = "\x1b[?1049h\x1b[?25l";
    private const string Leave = "\x1b[?25h\x1b[?1049l";
    private const string Home = "\x1b[H";
    private const string EndOfLine = "\x1b[K";
    private const string EndOfScreen = "\x1b[J";

    /// <summary>How often it is drawn where something happens, and where nothing does.</summary>
    private static readonly TimeSpan Fast = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(1);

    private readonly WatchModel _model;
    private readonly LiveOutput _output;
    private readonly Func<TerminalSize> _size;
    private readonly LiveScreen _screen;
    private readonly StringWriter _text = new();
    private readonly IAnsiConsole _console;
    private DateTimeOffset _drawn;
    private TerminalSize _drawnSize;
    private bool _isNew = true;
    private bool _isShown;

    /// <summary>Shows a model.</summary>
    /// <param name="model">What is shown.</param>
    /// <param name="screen">How.</param>
    /// <param name="output">The terminal.</param>
    /// <param name="size">Its size now.</param>
    /// <param name="hasColours">Whether there may be colours.</param>
    internal LiveView(WatchModel model, LiveScreen screen, LiveOutput output, Func<TerminalSize> size, bool hasColours)
    {
        (_model, _screen, _output, _size) = (model, screen, output, size);
        _console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = hasColours ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = hasColours ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(_text),
        });
    }

    public bool IsLive => true;

    public void Connected(GetStatusReply status)
    {
        _screen.WhyNoDaemon = null;
        _isNew = true;
    }

    public void Disconnected(string why)
    {
        _screen.WhyNoDaemon = why;
        _isNew = true;
    }

    public void Show(WatchedCompile compile) => _isNew = true;

    public void ShowLost(ulong count) => _isNew = true;

    public void Show(IReadOnlyList<CounterChange> changes, DateTimeOffset time) => _isNew = true;

    public void Tick(DateTimeOffset now)
    {
        TerminalSize size = _size();
        TimeSpan since = now - _drawn;
        if (since >= Slow || (since >= Fast && _isNew) || size != _drawnSize || since < TimeSpan.Zero)
            Draw(size, now);
    }

    public void End(DateTimeOffset now)
    {
        Dispose();
        _output.WriteLine(WatchSummary.Of(_model, now));
    }

    public void Dispose()
    {
        if (_isShown)
            _output.Write(Leave);
        _isShown = false;
    }

    private void Draw(TerminalSize size, DateTimeOffset now)
    {
        StringBuilder frame = new(_isShown ? string.Empty : Enter);
        frame.Append(Home);
        _isShown = true;
        _console.Profile.Width = size.Columns;
        List<ScreenLine> lines = _screen.Lines(size, now);
        for (int i = 0; i < lines.Count; i++)
        {
            _text.GetStringBuilder().Clear();
            _console.Write(lines[i].Text);
            frame.Append(_text.GetStringBuilder());

            // Behind a full line the cursor stands on its last column, which would go.
            if (lines[i].Left > 0)
                frame.Append(EndOfLine);
            if (i < lines.Count - 1)
                frame.Append("\r\n");
        }

        // From a line that is full the screen behind it can't be told apart.
        frame.Append(lines.Count < size.Rows ? "\r\n" + EndOfScreen : string.Empty);
        _output.Write(frame.ToString());
        (_drawn, _drawnSize, _isNew) = (now, size, false);
    }
}
