using System.Text;
using System.Text.RegularExpressions;
using Larder.Posix;
using Larder.Suites.Harness;

namespace Larder.Suites.Differential;

/// <summary>
/// Plays a scenario: after each step compiles bare and through larder from the same state and demands that nothing tells them
/// apart, then through larder again, which must be a hit where the first was stored. Writes down the commands as it goes.
/// </summary>
public sealed partial class DifferentialRun : IDisposable
{
    private readonly Workspace _work = new();
    private readonly Scenario _scenario;
    private readonly DifferentialCounts _counts;
    private readonly StringBuilder _script = new();
    private readonly Dictionary<string, string?> _variables = new(StringComparer.Ordinal);
    private List<string> _options;
    private string _directory = ".";
    private string? _umask;

    /// <param name="scenario">What happens.</param>
    /// <param name="counts">Where the outcomes are counted.</param>
    /// <param name="cache">Variables that lead to a cache and a daemon that others use at the same time; its own where not given.</param>
    public DifferentialRun(Scenario scenario, DifferentialCounts counts, IReadOnlyDictionary<string, string?>? cache = null)
    {
        _scenario = scenario;
        _counts = counts;
        _options = [.. scenario.Options];
        _work.Variables["LARDER_LOG"] = Log;
        foreach ((string name, string? value) in cache ?? new Dictionary<string, string?>())
            _work.Variables[name] = value;
    }

    /// <summary>The commands so far, for a person to repeat.</summary>
    public string Script => $"mkdir work; cd work\n{_script}";

    private string Log => Path.Combine(_work.Root, "log");

    public void Dispose() => _work.Dispose();

    /// <summary>Null where all is well, else what differs.</summary>
    public string? Play()
    {
        Shell(_scenario.Setup());
        bool wasKept = false;
        if (Compile(out string outcome) is { } first)
            return first;
        for (int i = 0; i < _scenario.Steps.Length; i++)
        {
            Step step = _scenario.Steps[i];
            bool isUndone = i + 1 < _scenario.Steps.Length && _scenario.Steps[i + 1] is Step.Undo && step is not Step.Undo;
            if (isUndone)
            {
                wasKept = outcome is "miss" or "direct_hit" or "comment_hit" or "preprocessed_hit";
                Save();
            }

            Take(step);
            if (Compile(out outcome) is { } difference)
                return difference;
            if (!isUndone)
                continue;

            i++;
            Restore();
            if (Compile(out outcome) is { } after)
                return after;
            if (wasKept)
                _counts.AddUndone(outcome);
        }

        return null;
    }

    private void Take(Step step)
    {
        switch (step)
        {
            case Step.Edit edit:
                Shell(edit.Script);
                break;
            case Step.Toggle toggle:
                if (!_options.Remove(toggle.Option))
                    _options.Add(toggle.Option);
                break;
            case Step.Variable { Name: "UMASK" } umask:
                _umask = umask.Value;
                break;
            case Step.Variable variable:
                _variables[variable.Name] = variable.Value;
                break;
            case Step.Move move:
                _directory = move.Directory;
                break;
            case Step.Wait:
                _script.Append("sleep 2.1\n");
                Thread.Sleep(2100);
                break;
        }
    }

    private (List<string> Options, Dictionary<string, string?> Variables, string Directory, string? Umask) _saved;

    private void Save()
    {
        _saved = ([.. _options], new Dictionary<string, string?>(_variables, StringComparer.Ordinal), _directory, _umask);
        Shell("rm -rf ../saved; cp -a . ../saved");
    }

    private void Restore()
    {
        _options = _saved.Options;
        _variables.Clear();
        foreach ((string name, string? value) in _saved.Variables)
            _variables[name] = value;
        (_directory, _umask) = (_saved.Directory, _saved.Umask);
        Shell("find . -mindepth 1 -delete; cp -a ../saved/. .");
    }

    private void Shell(string script)
    {
        _script.Append(script).Append('\n');
        _work.Run("bash", ["-c", script]);
    }

    private string[] Command()
    {
        string up = _directory == "." ? "" : "../";
        List<string> words = [_scenario.Compiler];
        foreach (string option in _options)
        {
            foreach (string word in option.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                words.Add(word.Replace("@P", up, StringComparison.Ordinal));
        }

        if (!words.Contains("-S"))
            words.Add("-c");
        words.Add(up + _scenario.Files[0].Path);
        return [.. words];
    }

    private string? Compile(out string outcome)
    {
        outcome = "none";
        string directory = Path.GetFullPath(_directory, _work.Directory);
        if (!Directory.Exists(directory))
            return null;
        string[] command = Command();
        Note(command);
        FileTree before = FileTree.Of(_work.Directory);
        ProcessResult bare = Run(command, directory);
        FileTree afterBare = FileTree.Of(_work.Directory);
        Remove(afterBare.AddedSince(before));
        if (FileTree.Of(_work.Directory).DifferencesTo(before) is { Length: > 0 } changed)
            return "the compile changed what was there: " + changed;

        string? difference = Serve(command, directory, before, bare, afterBare, out outcome);
        _counts.AddFirst(outcome);
        if (difference is not null || outcome != "miss")
            return difference;
        difference = Serve(command, directory, before, bare, afterBare, out string again);
        if (difference is null && again is not ("direct_hit" or "preprocessed_hit"))
            difference = $"the same compile again is no hit but {again}; of the last compiles it is said:\n{Run([LarderBinary.Path, "explain", "--last", "8"], directory).OutputText}";
        return difference;
    }

    private string? Serve(string[] command, string directory, FileTree before, ProcessResult bare, FileTree afterBare, out string outcome)
    {
        File.Delete(Log);
        ProcessResult served = Run([LarderBinary.Path, .. command], directory);

        // A daemon writes its line of the log when it has stored.
        if (_work.Variables["LARDER_NO_DAEMON"] is null)
            _work.AwaitStores();
        string[] words = File.Exists(Log) ? File.ReadAllText(Log).Split(' ') : [];
        outcome = words.Length < 2 ? "passed_on" : words[1].Length == 0 ? "refused" : words[1];
        FileTree after = FileTree.Of(_work.Directory);
        Remove(after.AddedSince(before));
        StringBuilder text = new();
        string files = afterBare.DifferencesTo(after);
        if (files.Length > 0)
            text.Append("files, bare / larder:\n").Append(files);
        if (bare.ExitCode != served.ExitCode)
            text.Append($"exit status {bare.ExitCode} / {served.ExitCode}\n");
        if (Text(bare.Output) != Text(served.Output))
            text.Append($"stdout:\n{Text(bare.Output)}\n/\n{Text(served.Output)}\n");
        if (Text(bare.Error) != Text(served.Error))
            text.Append($"stderr:\n{Text(bare.Error)}\n/\n{Text(served.Error)}\n");
        return text.Length == 0 ? null : $"{outcome}: {text}";
    }

    private ProcessResult Run(string[] command, string directory)
    {
        Dictionary<string, string?> variables = new(_variables, StringComparer.Ordinal);
        if (!variables.ContainsKey("PWD"))
            variables["PWD"] = directory;
        return _umask is null
            ? _work.Run(command[0], command[1..], directory, variables)
            : _work.Run("sh", ["-c", $"umask {_umask}; exec \"$@\"", "sh", .. command], directory, variables);
    }

    private void Note(string[] command)
    {
        string variables = string.Concat(_variables.Select(v => v.Value is null ? $"-u {v.Key} " : $"{v.Key}='{v.Value}' "));
        string words = string.Join(' ', command.Select(w => w.AsSpan().IndexOfAny("<>\"$") >= 0 ? $"'{w}'" : w));
        string umask = _umask is null ? "" : $"umask {_umask}; ";
        _script.Append($"(cd {_directory}; {umask}{(variables.Length > 0 ? $"env {variables}" : "")}{words})\n");
    }

    /// <summary>The names of temporary files differ from run to run.</summary>
    private static string Text(byte[] stream) => TemporaryName().Replace(Encoding.Latin1.GetString(stream), "/tmp/TEMPORARY.");

    private void Remove(IEnumerable<byte[]> names)
    {
        foreach (byte[] name in names)
        {
            byte[] path = ByteString.JoinPath(Encoding.UTF8.GetBytes(_work.Directory), name);
            if (FileSystem.Unlink(path) != Errno.None)
                FileSystem.RemoveDirectory(path);
        }
    }

    [GeneratedRegex(@"/tmp/(cc[A-Za-z0-9]{6}|[a-z0-9]+-[0-9a-f]{6})\.")]
    private static partial Regex TemporaryName();
}
