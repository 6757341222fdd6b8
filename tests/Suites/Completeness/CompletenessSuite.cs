using Larder.Suites.Harness;

namespace Larder.Suites.Completeness;

/// <summary>
/// The oracle for completeness: a cold compile runs under strace, through larder and bare, and every path that the driver,
/// the compiler proper or the assembler asked for, found or not, is in the manifest or in the compiler's identity.
/// </summary>
public sealed class CompletenessSuite : IDisposable
{
    private readonly Workspace _work = new();

    /// <summary>The manifest that is kept for edits of comments leads to the one that is judged here.</summary>
    public CompletenessSuite() => _work.Variables["LARDER_IGNORE_COMMENTS"] = "no";

    /// <summary>Each shape as it is, and with -MMD, for which a compile is made to tell what it reads in another way.</summary>
    public static TheoryData<string, string, string?> Cases
    {
        get
        {
            TheoryData<string, string, string?> data = [];
            foreach (CompileCase row in CompileCases.All)
            {
                foreach (string compiler in row.Compilers)
                {
                    data.Add(compiler, row.Name, null);

                    // Behind a header that is missing clang opens others, of which nothing is seen any more; failures with -MMD have rows of their own.
                    // Who answers makes no difference to that.
                    if (SuiteMode.IsInProcess && row.Prepared == 0 && !row.Fails && !row.ChoosesDependencies)
                        data.Add(compiler, row.Name, "-MMD");
                }
            }

            return data;
        }
    }

    public void Dispose() => _work.Dispose();

    [Theory]
    [MemberData(nameof(Cases))]
    public void Everything_that_a_compile_looks_at_is_recorded(string compiler, string name, string? dependencies)
    {
        CompileCase row = Array.Find(CompileCases.All, c => c.Name == name)!;
        foreach ((string variable, string value) in row.Variables)
            _work.Variables[variable] = value;
        row.Prepare(_work);
        string[] command = dependencies is null ? [compiler, .. row.Arguments] : [compiler, dependencies, .. row.Arguments];
        if (row.Prepared > 0)
            _work.ZeroCounters();
        string[] before = Entries();

        int status = row.Fails ? 1 : 0;
        Workspace.Settle();
        List<FileProbe> probes = StraceRun.Of(_work, [LarderBinary.Path, .. command], skip: Path.GetFileName(LarderBinary.Path), status);
        (string Name, long Value)[] counted = row.Fails ? [("compile_failed", 1), ("failed_stored", 1)] : [("miss", 1), ("stored", 1)];
        _work.Expect(counted);

        // The preprocessor that lists what a failing compile has read sees more than the compile.
        if (row.Fails)
            probes.Clear();
        string[] outputs = Entries().Except(before, StringComparer.Ordinal).ToArray();
        foreach (string output in outputs)
            File.Delete(output);
        probes.AddRange(StraceRun.Of(_work, command, skip: null, status));

        RecordedInputs inputs = RecordedInputs.Read(_work.Cache, _work.Directory);
        Assert.True(inputs.Toolchains >= 1);
        if (row.IsDirect)
            Assert.Equal(1 + row.Prepared, inputs.Manifests);
        List<string> missing = [];
        foreach (FileProbe probe in probes)
        {
            if (IsOutput(probe, outputs) || IsMissingOutput(row, probe) || Array.Exists(Exemptions.All, e => e.Matches(probe)) || IsKeyedOtherwise(row, probe))
                continue;
            if (inputs.WhyNotCovered(probe) is { } why)
                missing.Add($"{probe}\n    {why}");
        }

        Assert.True(missing.Count == 0, string.Join('\n', missing.Distinct(StringComparer.Ordinal)));

        ProcessResult again = _work.Larder(command);
        Assert.Equal(status, again.ExitCode);
        _work.Expect([(row.Fails ? "failed_hit" : row.IsDirect ? "direct_hit" : "preprocessed_hit", 1), .. counted]);
    }

    /// <summary>Response files are words of the command line; the content of a mapper of modules is part of the key; in preprocessor mode what is read is part of the result's key.</summary>
    private static bool IsKeyedOtherwise(CompileCase row, FileProbe probe) =>
        Array.Exists(row.Arguments, a => (a.StartsWith('@') && Path.GetFileName(probe.Path) == a[1..]) || a == "-fmodule-mapper=" + probe.Path)
        || (!row.IsDirect && (probe.Program is "cc1" or "cc1plus" || !probe.Path.StartsWith('/')));

    private bool IsOutput(FileProbe probe, string[] outputs) =>
        Array.IndexOf(outputs, Path.GetFullPath(probe.Path, _work.Directory)) >= 0;

    /// <summary>What the compiler would have made.</summary>
    private bool IsMissingOutput(CompileCase row, FileProbe probe) =>
        row.Fails && Array.IndexOf([_work.PathOf("x.o"), _work.PathOf("x.d")], Path.GetFullPath(probe.Path, _work.Directory)) >= 0;

    private string[] Entries() => Directory.GetFileSystemEntries(_work.Directory, "*", SearchOption.AllDirectories);
}
