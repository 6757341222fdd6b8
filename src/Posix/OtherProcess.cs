namespace Larder.Posix;

/// <summary>Processes that are no children of this one, by their number.</summary>
public static class OtherProcess
{
    /// <summary>kill(2). A negative number means a process group. False where there is none, or it isn't ours.</summary>
    public static bool Signal(int id, int signal) => NativeMethods.kill(id, signal) == 0;
}
