using Larder.Posix;

namespace Larder.Client.Commands;

/// <summary>
/// Hands larder's own commands over to <c>larder-cli</c> (src/CommandLine), which stands beside this program. They are a program
/// of their own because a library for command lines in the shim's image costs every compile: its mere presence, never called,
/// made the process about 60 µs slower to start, 7 % of all it takes.
/// </summary>
public static class CommandLineInterface
{
    private static ReadOnlySpan<byte> ProgramName => "larder-cli"u8;

    /// <summary>Becomes the command line. Returns, with the exit status, only where that fails.</summary>
    /// <param name="args">The arguments as .NET gives them, without the program's name; only their number counts.</param>
    public static int Run(string[] args)
    {
        byte[][] arguments = ProcessArguments.Read(args.Length + 1);
        if (FileSystem.ReadLink("/proc/self/exe"u8) is not { } self)
        {
            StandardStreams.Complain("larder: can't tell where this program stands (/proc/self/exe), so can't find larder-cli beside it\n");
            return 1;
        }

        ReadOnlySpan<byte> directory = self.AsSpan(0, self.AsSpan().LastIndexOf((byte)'/') + 1);
        byte[] program = [.. directory, .. ProgramName];
        int error = Execution.Execute(program, arguments, ProcessEnvironment.Current());
        StandardStreams.Complain($"larder: {ByteString.Show(program)}: {Errno.Describe(error)}; larder's commands need larder-cli in the directory of larder itself\n");
        return 1;
    }
}
