using Larder.Posix;

namespace Larder.Units.Running;

/// <summary>A program (Nix's, mostly) that was run to its end, and what it said. Its standard input is empty.</summary>
/// <param name="Status">Its exit status; 128 plus the signal's number where one ended it.</param>
/// <param name="Output">What it wrote to its standard output, as <see cref="ByteText"/>.</param>
/// <param name="Error">The same of its standard error.</param>
internal sealed record ProgramRun(int Status, string Output, string Error)
{
    internal bool Succeeded => Status == 0;

    /// <summary>Runs a program of PATH.</summary>
    /// <param name="environment">Its environment; its PATH is where the program is looked for.</param>
    /// <param name="program">The program's name, or its path.</param>
    /// <param name="arguments">Its arguments, without its name.</param>
    /// <exception cref="UnitFault">It could not be started.</exception>
    internal static ProgramRun Run(ProcessEnvironment environment, string program, params IEnumerable<string> arguments)
    {
        string path = Find(environment, program) ?? throw new UnitFault($"{program} is not on PATH");
        _ = MemoryFile.Create(out FileDescriptor output);
        _ = MemoryFile.Create(out FileDescriptor error);
        using (output)
        using (error)
        {
            SpawnRequest request = new()
            {
                Path = ByteText.Encode(path),
                Arguments = [ByteText.Encode(program), .. arguments.Select(argument => ByteText.Encode(argument))],
                Environment = environment,
                NoInput = true,
                Output = output,
                Error = error,
            };
            int number = ChildProcess.Start(request, out ChildProcess child);
            if (number != Errno.None)
                throw new UnitFault($"{path} could not be started: {Errno.Describe(number)}");
            ChildExit exit = child.Wait();
            return new ProgramRun(exit.Status, Text(output), Text(error));
        }
    }

    /// <summary>A program's path: itself where it has a slash, else the first executable file of that name on PATH; null: none.</summary>
    internal static string? Find(ProcessEnvironment environment, string program)
    {
        if (program.Contains('/', StringComparison.Ordinal))
            return program;
        string path = ByteText.Decode(environment.Get("PATH"u8) ?? "/usr/local/bin:/usr/bin:/bin"u8);
        return path.Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Select(directory => $"{directory}/{program}")
            .FirstOrDefault(candidate => FileSystem.IsExecutable(ByteText.Encode(candidate)));
    }

    private static string Text(FileDescriptor file)
    {
        file.Seek(0);
        return ByteText.Decode(file.ReadToEnd(out _) ?? []);
    }
}
