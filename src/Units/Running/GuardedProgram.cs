using Larder.Posix;
using Larder.Units.Replay;

namespace Larder.Units.Running;

/// <summary>
/// A program in a session of its own, of which nothing outlives its end, the caller's wish to stop, or the caller. Its standard input is empty, what it writes to both
/// other streams goes to a log.
/// </summary>
internal sealed class GuardedProgram
{
    // How long a stream that somebody holds who was not found may keep the end waiting.
    private const int DrainMilliseconds = 500;

    internal required string Path { get; init; }

    /// <summary>argv, its name first.</summary>
    internal required string[] Arguments { get; init; }

    internal required ProcessEnvironment Environment { get; init; }

    internal required string Directory { get; init; }

    /// <summary>Words of <see cref="Environment"/> by which its processes are known: together no other's.</summary>
    internal required string[] Marks { get; init; }

    /// <summary>The bash that watches over it.</summary>
    internal required string Bash { get; init; }

    /// <summary>An open file that all processes hold (descriptor 3): the lock. None: none.</summary>
    internal required FileDescriptor Held { get; init; }

    /// <summary>Runs it to its end.</summary>
    /// <exception cref="UnitFault">It could not be started.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> was asked for; no process is left.</exception>
    internal ChildExit Run(ReplayLog log, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        byte[][] marks = [.. Marks.Select(mark => ByteText.Encode(mark))];
        using Warden warden = new(Bash, marks, Held);
        int error = Pipe.Create(out FileDescriptor reader, out FileDescriptor writer);
        if (error != Errno.None)
            throw new UnitFault($"no pipe: {Errno.Describe(error)}");
        using (reader)
        {
            ChildProcess child;
            using (writer)
            {
                SpawnRequest request = new()
                {
                    Path = ByteText.Encode(Path),
                    Arguments = [.. Arguments.Select(argument => ByteText.Encode(argument))],
                    Environment = Environment,
                    Directory = ByteText.Encode(Directory),
                    Output = writer,
                    Error = writer,
                    Detached = true,
                    Kept = Held.IsOpen ? [Held] : [],
                };
                error = ChildProcess.Start(request, out child);
            }

            if (error != Errno.None)
                throw new UnitFault($"{Path} could not be started in {Directory}: {Errno.Describe(error)}");
            warden.Watch(child.Id);
            return Attend(child, marks, reader, log, stop);
        }
    }

    private static ChildExit Attend(ChildProcess child, byte[][] marks, FileDescriptor reader, ReplayLog log, CancellationToken stop)
    {
        // What is left when the first process has ended is no part of the build, and may hold the stream open.
        Task<ChildExit> end = Task.Factory.StartNew(
            () =>
            {
                ChildExit exit = child.Wait();
                MarkedProcesses.KillAll(child.Id, marks);
                return exit;
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        using (stop.Register(() => MarkedProcesses.KillAll(child.Id, marks)))
        {
            try
            {
                PassOn(reader, log, end);
            }
            catch
            {
                // The log's reader threw: nobody waits for this build any more.
                MarkedProcesses.KillAll(child.Id, marks);
                end.Wait(CancellationToken.None);
                throw;
            }

            end.Wait(CancellationToken.None);
        }

        stop.ThrowIfCancellationRequested();
        return end.Result;
    }
    // Until all who could write have closed the stream; or the first process has ended, and nothing comes from whoever still has it.
    private static void PassOn(FileDescriptor reader, ReplayLog log, Task end)
    {
        byte[] buffer = new byte[64 * 1024];
        while (true)
        {
            bool last = end.IsCompleted;
            if (reader.WaitUntilReadable(DrainMilliseconds))
            {
                int n = reader.Read(buffer, out _);
                if (n <= 0)
                    return;
                log.Write(buffer.AsSpan(0, n));
            }
            else if (last)
            {
                return;
            }
        }
    }
}
