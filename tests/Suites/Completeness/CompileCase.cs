using Larder.Suites.Harness;

namespace Larder.Suites.Completeness;

/// <summary>One shape of compile that the oracle looks at.</summary>
/// <param name="Name">What is special about it.</param>
/// <param name="Arguments">The compiler's arguments.</param>
/// <param name="Prepare">Writes the files.</param>
public sealed record CompileCase(string Name, string[] Arguments, Action<Workspace> Prepare)
{
    /// <summary>The compilers that it is for; the C ones where nothing is said.</summary>
    public string[] Compilers { get; init; } = ["gcc", "clang"];

    /// <summary>False where only the preprocessor knows the inputs: then the identity of the compiler alone is looked at.</summary>
    public bool IsDirect { get; init; } = true;

    /// <summary>How many compiles larder has stored to prepare for it: modules that it imports.</summary>
    public int Prepared { get; init; }

    /// <summary>It fails, and its failure is stored.</summary>
    public bool Fails { get; init; }

    /// <summary>Its own arguments say which dependencies are written, or write something else than a compile does.</summary>
    public bool ChoosesDependencies => Array.Exists(Arguments, static a => a.StartsWith("-M", StringComparison.Ordinal) || a is "-E" or "-fsyntax-only" or "--analyze");

    /// <summary>Set in the environment of the compiles.</summary>
    public (string Name, string Value)[] Variables { get; init; } = [];
}
