using Larder.Posix;

namespace Larder.Caching.Running;

/// <summary>A program that ran to its end with its output caught in memory.</summary>
internal sealed class CapturedRun
{
    internal required ChildExit Exit { get; init; }

    internal required byte[] Output { get; init; }

    internal required byte[] Error { get; init; }

    /// <summary>Runs a program with no input. Null where it can't be started.</summary>
    internal static CapturedRun? Of(byte[] program, byte[][] arguments, ProcessEnvironment environment)
    {
        if (MemoryFile.Create(out FileDescriptor output) != Errno.None)
            return null;
        using (output)
        {
            if (MemoryFile.Create(out FileDescriptor error) != Errno.None)
                return null;
            using (error)
            {
                SpawnRequest request = new()
                {
                    Path = program,
                    Arguments = arguments,
                    Environment = environment,
                    NoInput = true,
                    Output = output,
                    Error = error,
                };
                if (ChildProcess.Start(request, out ChildProcess child) != Errno.None)
                    return null;
                ChildExit exit = child.Wait();
                output.Seek(0);
                error.Seek(0);
                return new CapturedRun
                {
                    Exit = exit,
                    Output = output.ReadToEnd(out _) ?? [],
                    Error = error.ReadToEnd(out _) ?? [],
                };
            }
        }
    }
}
