using Spectre.Console;
using Spectre.Console.Rendering;

namespace Larder.CommandLine.Watching;

/// <summary>A line of the screen, made from left to right, that never gets longer than the screen is wide.</summary>
internal sealed class ScreenLine(int width)
{
    private readonly Paragraph _text = new();

    internal IRenderable Text => _text;

    /// <summary>Columns that are free.</summary>
    internal int Left { get; private set; } = width;

    /// <summary>Adds text, cut to what is free.</summary>
    internal ScreenLine Add(string text, Style? style = null, bool keepEnd = false) => Put(WatchText.Fit(text, Left, keepEnd), style);

    /// <summary>Adds text in a column of its own, and a gap of two behind it.</summary>
    internal ScreenLine AddColumn(string text, int columns, Style? style = null, bool alignRight = false)
    {
        string fitting = WatchText.Fit(text, Math.Min(columns, Left));
        string padding = new(' ', Math.Max(columns - WatchText.Columns(fitting), 0));
        return Put(alignRight ? padding : string.Empty, null).Put(fitting, style).Put((alignRight ? string.Empty : padding) + "  ", null);
    }

    /// <summary>Adds text at the line's end, where there is room for all of it.</summary>
    internal ScreenLine AddRight(string text, Style? style = null)
    {
        int columns = WatchText.Columns(text);
        return columns + 1 > Left ? this : Put(new string(' ', Left - columns), null).Put(text, style);
    }

    private ScreenLine Put(string text, Style? style)
    {
        int columns = WatchText.Columns(text);
        if (columns > Left)
        {
            // Blanks: all else fits.
            text = text[..Left];
            columns = Left;
        }

        if (columns > 0)
            _text.Append(text, style);
        Left -= columns;
        return this;
    }
}
