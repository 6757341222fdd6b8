using System.Text;
using System.Text.RegularExpressions;
using Larder.Suites.Harness;
using Xunit.Abstractions;

namespace Larder.Suites.Faults;

/// <summary>
/// Each system call by which larder touches its cache or the compile's outputs fails once, in turn (strace(1) injects that): the compile delivers what
/// the compiler makes all the same, the next one too, and nothing damaged is left. --long tries every call with every error.
/// </summary>
public sealed partial class InjectedFaultsSuite : IDisposable
{
    private const string Mark = "config";

    /// <summary>What a disk says that is full, over its quota, broken or remounted read-only; of calls whose number is the same in each run.</summary>
    private static readonly Dictionary<string, string[]> Errors = new(StringComparer.Ordinal)
    {
        ["openat"] = ["ENOSPC", "EDQUOT", "EIO", "EROFS", "ENFILE"],
        ["openat2"] = ["ENOSPC", "EDQUOT", "EIO", "EROFS", "ENFILE"],
        ["mkdir"] = ["ENOSPC", "EDQUOT", "EROFS"],
        ["pwrite64"] = ["ENOSPC", "EDQUOT", "EIO"],
        ["write"] = ["ENOSPC", "EDQUOT", "EIO"],
        ["pread64"] = ["EIO"],
        ["linkat"] = ["ENOSPC", "EDQUOT", "EIO", "EROFS"],
        ["rename"] = ["ENOSPC", "EDQUOT", "EIO", "EROFS"],
        ["renameat2"] = ["ENOSPC", "EDQUOT", "EIO", "EROFS"],
        ["renameat"] = ["ENOSPC", "EDQUOT", "EIO", "EROFS"],
        ["unlink"] = ["EIO", "EROFS"],
        ["unlinkat"] = ["EIO", "EROFS"],
        ["statx"] = ["EIO"],
        ["lseek"] = ["EIO"],
        ["ftruncate"] = ["EIO", "ENOSPC"],
        ["fallocate"] = ["ENOSPC"],
        ["getdents64"] = ["EIO"],
        ["utimensat"] = ["EIO", "EROFS"],
        ["fchmod"] = ["EROFS"],
        ["copy_file_range"] = ["ENOSPC", "EIO"],
    };

    /// <summary>Those that can fail from then on: a compiler that is executed in larder's place, and traced on, makes none of them.</summary>
    private static readonly string[] Lasting = ["mkdir", "pwrite64", "linkat"];

    private static readonly string[] Command = ["gcc", "-MD", "-c", "x.c", "-o", "x.o"];

    private readonly ITestOutputHelper _output;
    private readonly Workspace _work = new();

    public InjectedFaultsSuite(ITestOutputHelper output)
    {
        _output = output;
        _work.Variables["LARDER_NO_DAEMON"] = "1";
        _work.Write("x.h", "#define X 1\n");
        _work.Write("x.c", "#include \"x.h\"\nint x(void) { return X; }\n");
    }

    public void Dispose() => _work.Dispose();

    [ProgramFact("/usr/bin/strace")]
    public void A_compile_into_an_empty_cache() => FailEachCall();

    [ProgramFact("/usr/bin/strace")]
    public void A_hit()
    {
        _work.Larder(Command).Succeeded();
        FailEachCall();
    }

    [ProgramFact("/usr/bin/strace")]
    public void A_compile_of_another_state()
    {
        _work.Larder(Command).Succeeded();
        _work.Write("x.h", "#define X 2\n");
        FailEachCall();
    }

    private void FailEachCall()
    {
        if (!SuiteMode.IsInProcess)
            return;
        _work.Bare(Command).Succeeded();
        (byte[] Object, byte[] Dependencies) expected = Outputs();
        string saved = Path.Combine(_work.Root, "saved");
        _work.Run("bash", ["-c", $"mkdir -p '{_work.Cache}'; cp -a '{_work.Cache}' '{saved}'"]).Succeeded();
        List<(string Call, int Number, string Line)> points = Points();
        Assert.True(points.Count > 10, $"only {points.Count} calls");

        // The brief run takes a few of them, spread over the compile.
        int step = TestLength.Choose(Math.Max(points.Count / 14, 1), 1);
        int tried = 0;
        for (int i = 0; i < points.Count; i += step)
        {
            (string call, int number, string line) = points[i];
            string[] errors = TestLength.IsLong ? Errors[call] : [Errors[call][i / step % Errors[call].Length]];
            foreach (string error in errors)
            {
                foreach (string when in Lasting.Contains(call) ? [$"{number}", $"{number}+"] : (string[])[$"{number}"])
                {
                    _work.Run("bash", ["-c", $"rm -rf '{_work.Cache}' x.o x.d; cp -a '{saved}' '{_work.Cache}'"]).Succeeded();
                    string where = $"{call}:error={error}:when={when}, which was {line}";
                    ProcessResult result = Traced($"inject={call}:error={error}:when={when}", "/dev/null");
                    Assert.True(result.ExitCode == 0 && result.Error.Length + result.Output.Length == 0, $"{where}: {result.ExitCode} {result.ErrorText}");
                    AssertOutputs(expected, where);
                    tried++;

                    _work.Delete("x.o");
                    _work.Delete("x.d");
                    _work.Larder(Command).Succeeded();
                    AssertOutputs(expected, "the compile after " + where);
                    ProcessResult verified = _work.Run(LarderBinary.Path, ["verify"]);
                    Assert.True(verified.ExitCode == 0, $"{where}: {verified.OutputText}");
                }
            }
        }

        _output.WriteLine($"{tried} faults in {points.Count} calls");
    }

    private (byte[] Object, byte[] Dependencies) Outputs() => (_work.Read("x.o"), _work.Read("x.d"));

    private void AssertOutputs((byte[] Object, byte[] Dependencies) expected, string where)
    {
        Assert.True(_work.Exists("x.o") && _work.Exists("x.d"), $"{where}: an output is missing");
        (byte[] Object, byte[] Dependencies) made = Outputs();
        Assert.True(expected.Object.SequenceEqual(made.Object) && expected.Dependencies.SequenceEqual(made.Dependencies), $"{where}: an output differs");
    }

    /// <summary>The calls that touch the cache or an output, each with its number among those of its name.</summary>
    private List<(string Call, int Number, string Line)> Points()
    {
        string log = Path.Combine(_work.Root, "calls");
        _work.Delete("x.o");
        _work.Delete("x.d");
        Traced("trace=" + string.Join(',', Errors.Keys), log).Succeeded();
        Dictionary<string, int> numbers = new(StringComparer.Ordinal);
        List<(string Call, int Number, string Line)> points = [];
        bool isOurs = false;
        foreach (string line in File.ReadLines(log, Encoding.Latin1))
        {
            if (CallName().Match(line) is not { Success: true } match)
                continue;
            string call = match.Groups[1].Value;
            numbers[call] = numbers.GetValueOrDefault(call) + 1;

            // What comes before is the runtime's start.
            isOurs = isOurs || line.Contains(Path.Combine(_work.Root, Mark), StringComparison.Ordinal);
            if (isOurs && Errors.ContainsKey(call)
                && (line.Contains(_work.Cache, StringComparison.Ordinal) || line.Contains("x.o", StringComparison.Ordinal) || line.Contains("x.d", StringComparison.Ordinal)))
                points.Add((call, numbers[call], line));
        }

        return points;
    }

    private ProcessResult Traced(string expression, string log)
    {
        Workspace.Settle();
        return _work.Run("strace", ["-y", "-s", "200", "-o", log, "-e", expression, LarderBinary.Path, .. Command]);
    }

    [GeneratedRegex(@"^(\w+)\(")]
    private static partial Regex CallName();
}
