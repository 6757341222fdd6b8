using Larder.CommandLine.Text;
using Larder.Posix;

namespace Larder.CommandLine.DaemonControl;

/// <summary>Executes larderd, which puts itself into the background and ends when the daemon answers or has failed.</summary>
internal static class DaemonLauncher
{
    /// <summary>What went wrong, or nothing.</summary>
    internal static string Start(byte[] program, ProcessEnvironment environment)
    {
        if (program.Length == 0)
            return "can't tell where larderd stands (/proc/self/exe)";
        int error = MemoryFile.Create(out FileDescriptor messages);
        if (error != Errno.None)
            return Errno.Describe(error);
        using (messages)
        {
            SpawnRequest request = new()
            {
                Path = program,
                Arguments = ["larderd"u8.ToArray()],
                Environment = environment,
                NoInput = true,
                Output = messages,
                Error = messages,
            };
            error = ChildProcess.Start(request, out ChildProcess child);
            if (error != Errno.None)
                return $"{ByteText.Show(program)}: {Errno.Describe(error)}";
            ChildExit exit = child.Wait();
            if (exit.Succeeded)
                return string.Empty;
            messages.Seek(0);
            ReadOnlySpan<byte> said = messages.ReadToEnd(out _) ?? [];
            said = said.TrimEnd((byte)'\n');
            if (said.StartsWith("larderd: "u8))
                said = said["larderd: ".Length..];
            return said.IsEmpty ? $"larderd ended with status {exit.Status} and said nothing" : ByteText.Show(said);
        }
    }
}
