namespace Larder.Posix;

/// <summary>The signals that this program forwards or resets (signal(7), the numbers of x86-64 and arm64).</summary>
public static class SignalNumber
{
    public const int HangUp = 1;
    public const int Interrupt = 2;
    public const int Quit = 3;
    public const int Kill = 9;
    public const int Pipe = 13;
    public const int Terminate = 15;
    public const int Child = 17;
    public const int FileSizeLimit = 25;
}
