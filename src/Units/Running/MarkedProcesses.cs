using Larder.Posix;

namespace Larder.Units.Running;

/// <summary>
/// All processes of a replay, wherever they went: those of its session, those that bear its marks in their environments, and whatever these have started.
/// </summary>
internal static class MarkedProcesses
{
    // An environment can be as long as the arguments and it together may be (a quarter of the stack: 2 MiB by default; 6 MiB at most).
    private const long LongestEnvironment = 8 << 20;

    /// <summary>What is killed takes a moment to be gone, and may take for ever in the kernel (a file system that doesn't answer).</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    /// <summary>Kills them (SIGKILL), until a look at all processes finds none: some may start others meanwhile.</summary>
    /// <param name="session">The session's number, which is its first process's; 0: none.</param>
    /// <param name="marks">Words NAME=value; whoever bears all of them is meant.</param>
    internal static void KillAll(int session, byte[][] marks)
    {
        while (Find(session, marks) is { Length: > 0 } found)
        {
            bool killed = false;
            foreach (int process in found)
                killed |= OtherProcess.Signal(process, SignalNumber.Kill);
            // What may not be killed (another user's, by a set-user-id program) is left to itself.
            if (!killed)
                return;
            Thread.Sleep(Pause);
        }
    }

    /// <summary>Their numbers. Without zombies, and without this process.</summary>
    internal static int[] Find(int session, byte[][] marks)
    {
        List<(int Id, int Parent)> others = [];
        HashSet<int> found = [];
        foreach (int id in ProcessStatus.AllIds())
        {
            if (id == Environment.ProcessId || ProcessStatus.Of(id) is not { State: not ((byte)'Z' or (byte)'X') } status)
                continue;
            if ((session != 0 && status.Session == session) || Bears(id, marks))
                found.Add(id);
            else
                others.Add((id, status.Parent));
        }

        // A child that has cleared its environment and left the session still has its parent.
        while (others.RemoveAll(process => found.Contains(process.Parent) && found.Add(process.Id)) > 0)
        {
        }

        return [.. found];
    }

    private static bool Bears(int id, byte[][] marks)
    {
        if (marks.Length == 0 || FileSystem.ReadAll(ByteText.Encode($"/proc/{id}/environ"), out _, LongestEnvironment) is not { } environment)
            return false;
        return marks.All(mark => Holds(environment, mark));
    }

    private static bool Holds(ReadOnlySpan<byte> environment, ReadOnlySpan<byte> mark)
    {
        while (!environment.IsEmpty)
        {
            int end = environment.IndexOf((byte)0);
            if ((end < 0 ? environment : environment[..end]).SequenceEqual(mark))
                return true;
            environment = end < 0 ? [] : environment[(end + 1)..];
        }

        return false;
    }
}
