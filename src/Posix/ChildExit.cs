namespace Larder.Posix;

/// <summary>How a child ended: by an exit status (0 … 255; -1 where it couldn't be learnt), or by a signal (then Signal is not 0).</summary>
public readonly record struct ChildExit(int Status, int Signal)
{
    public bool Succeeded => Status == 0 && Signal == 0;

    /// <summary>Decodes the word of waitpid(2).</summary>
    internal static ChildExit FromStatus(int word)
    {
        int signal = word & 0x7f;
        return signal == 0 ? new ChildExit((word >> 8) & 0xff, 0) : new ChildExit(128 + signal, signal);
    }
}
