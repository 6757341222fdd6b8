using Larder.Posix;
using Larder.Units.Declaration;
using Larder.Units.Layout;
using Larder.Units.Tests.Harness;

namespace Larder.Units.Tests.Declaration;

/// <summary>A repository of a test, below its Nix store's directory, and larder's state of it. Each run of nix-instantiate and nix-store is counted.</summary>
internal sealed class TestRepository
{
    private readonly NixStore _nix;
    private readonly string _calls;
    private readonly string _programs;

    internal TestRepository(NixStore nix, string name)
    {
        _nix = nix;
        Root = $"{nix.Root}/{name}/repository";
        _calls = $"{nix.Root}/{name}/calls";
        _programs = $"{nix.Root}/{name}/programs";
        Directory.CreateDirectory(Root);
        Directory.CreateDirectory(_programs);
        foreach (string program in (string[])["nix-instantiate", "nix-store"])
        {
            string path = $"{_programs}/{program}";
            File.WriteAllText(path, $"#!/bin/sh\necho {program} >> {_calls}\nexec {RealProgram(program)} \"$@\"\n");
            nix.Run("chmod", "755", path);
        }

        Directories = new UnitDirectories(Root, $"{nix.Root}/{name}/cache");
    }

    internal string Root { get; }

    internal UnitDirectories Directories { get; }

    internal ProcessEnvironment Environment => _nix.Environment.With(Word($"PATH={_programs}:{System.Environment.GetEnvironmentVariable("PATH")}"));

    /// <summary>How often a program ran since this was asked last.</summary>
    internal int Calls(string program)
    {
        int calls = File.Exists(_calls) ? File.ReadAllLines(_calls).Count(line => line == program) : 0;
        File.Delete(_calls);
        return calls;
    }

    internal void Write(string path, string content)
    {
        string absolute = $"{Root}/{path}";
        Directory.CreateDirectory(Path.GetDirectoryName(absolute)!);
        File.WriteAllText(absolute, content);
    }

    internal UnitDeclaration[] Evaluate(params string[] variables)
    {
        Repository repository = RepositoryFinder.Find(Root) ?? throw new InvalidOperationException("no units.nix");
        return Evaluator.Evaluate(repository, Directories, Environment.With([.. variables.Select(Word)]));
    }

    /// <summary>What a refused evaluation says.</summary>
    internal string Fault() => Assert.Throws<UnitFault>(() => Evaluate()).Message;

    private static byte[] Word(string word) => ByteText.Encode(word);

    private static string RealProgram(string program) =>
        System.Environment.GetEnvironmentVariable("PATH")!.Split(':').Select(directory => $"{directory}/{program}").First(File.Exists);
}
