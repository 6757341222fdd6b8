using Larder.Suites.Harness;

namespace Larder.Suites.Soak;

/// <summary>One worker's copy of the project: sources, and headers each of which is in one of several states.</summary>
/// <remarks>All workers have the same, so that what one stores is another's hit wherever their states agree.</remarks>
internal sealed class SoakProject
{
    internal const int Sources = 8;

    private const int Headers = 4;
    private const int States = 3;

    /// <summary>The command lines; each has its outputs beside the source.</summary>
    private static readonly string[][] Commands =
    [
        ["gcc", "-O1", "-MMD", "-c"], ["gcc", "-g", "-c"], ["gcc", "-c"], ["clang", "-O1", "-MD", "-c"], ["gcc", "-O2", "-Wall", "-fstack-usage", "-c"],
        ["gcc", "-gsplit-dwarf", "-g", "-c"], ["g++", "-x", "c++", "-c"], ["gcc", "-E"], ["gcc", "-S"],
    ];

    private static readonly string[] Extensions = ["o", "d", "su", "dwo", "s"];

    private readonly Workspace _work;
    private readonly string _directory;
    private readonly int[] _states = new int[Headers];
    private readonly Dictionary<string, string> _expected = new(StringComparer.Ordinal);

    internal SoakProject(Workspace work, string name)
    {
        _work = work;
        _directory = work.PathOf(name);
        for (int i = 0; i < Sources; i++)
        {
            string call = i % 3 == 0 ? "int unused;" : "";
            work.Write($"{name}/s{i}.c", $"#include \"h{i % Headers}.h\"\n#include \"h{(i + 1) % Headers}.h\"\n#ifdef BROKEN_{i}\n#error broken\n#endif\n"
                + $"int f{i}(int x) {{ {call} return x * {i} + H{i % Headers}; }} // text\n");
        }

        for (int i = 0; i < Headers; i++)
            SetHeader(i, 0);
    }

    internal string Name => Path.GetFileName(_directory);

    /// <summary>Puts a header into another state; the file is a moment old or an hour.</summary>
    internal void Edit(Random random) => SetHeader(random.Next(Headers), random.Next(States), random.Next(2) == 0 ? DateTime.UtcNow : null);

    /// <summary>A command line that compiles something.</summary>
    internal static string[] AnyCommand(Random random) => [.. Commands[random.Next(Commands.Length)], $"s{random.Next(Sources)}.c"];

    /// <summary>Compiles through larder and says what differs from the compiler's work; null where nothing does.</summary>
    internal string? Compile(string[] command, IReadOnlyDictionary<string, string?> variables)
    {
        string state = $"{string.Join(' ', command)} of {string.Join(',', _states)}";
        if (!_expected.TryGetValue(state, out string? expected))
            _expected.Add(state, expected = Made(_work.Run(command[0], command[1..], _directory), command));
        string made = Made(_work.Run(LarderBinary.Path, command, _directory, variables), command);
        return made == expected ? null : $"{Name}: {state}:\nexpected:\n{expected}\nmade:\n{made}";
    }

    /// <summary>Starts a compile and kills it, with all that it started, after some milliseconds.</summary>
    internal void Kill(string[] command, int milliseconds, IReadOnlyDictionary<string, string?> variables)
    {
        string words = string.Join(' ', command.Select(static word => $"'{word}'"));
        _work.Run("setsid", ["bash", "-c", $"'{LarderBinary.Path}' {words} >/dev/null 2>&1 & sleep 0.{milliseconds:D3}; kill -9 -- -$$"], _directory, variables);
        Sweep();
    }

    /// <summary>All that the compile made, as text, and takes it away.</summary>
    private string Made(ProcessResult result, string[] command)
    {
        string stem = Path.GetFileNameWithoutExtension(command[^1]);
        List<string> parts = [$"exit {result.ExitCode}", $"stdout {Convert.ToHexString(result.Output)}", $"stderr {result.ErrorText}"];
        foreach (string extension in Extensions)
        {
            string path = Path.Combine(_directory, $"{stem}.{extension}");
            if (File.Exists(path))
                parts.Add($"{extension} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path)))}");
        }

        Sweep();
        return string.Join('\n', parts);
    }

    private void Sweep()
    {
        foreach (string path in Directory.GetFiles(_directory))
        {
            if (Path.GetExtension(path) is not (".c" or ".h"))
                File.Delete(path);
        }
    }

    private void SetHeader(int number, int state, DateTime? modified = null)
    {
        _states[number] = state;
        string broken = state == 2 ? $"#define BROKEN_{number} 1\n" : "";
        _work.Write($"{Path.GetFileName(_directory)}/h{number}.h", $"#undef H{number}\n#define H{number} {state + 10}\n{broken}", modified);
    }
}
