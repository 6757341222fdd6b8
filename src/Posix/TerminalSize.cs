using System.Runtime.InteropServices;

namespace Larder.Posix;

/// <summary>How much a terminal shows, in characters (ioctl_tty(2)).</summary>
public readonly record struct TerminalSize(int Columns, int Rows)
{
    private const nuint GetWindowSize = 0x5413; // TIOCGWINSZ, asm-generic/ioctls.h

    [StructLayout(LayoutKind.Sequential)]
    private struct WindowSize
    {
        internal ushort Rows;
        internal ushort Columns;
        internal ushort Width;
        internal ushort Height;
    }

    /// <summary>A terminal's size now. False where it is none, or doesn't know.</summary>
    public static unsafe bool TryRead(FileDescriptor terminal, out TerminalSize size)
    {
        WindowSize window = default;
        bool isKnown = NativeMethods.ioctl(terminal.Value, GetWindowSize, &window) == 0 && window is { Rows: > 0, Columns: > 0 };
        size = new TerminalSize(window.Columns, window.Rows);
        return isKnown;
    }
}
