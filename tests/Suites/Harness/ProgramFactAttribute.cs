namespace Larder.Suites.Harness;

/// <summary>A test that needs a program of the distribution: skipped, and reported so with the reason, where it isn't there.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ProgramFactAttribute : FactAttribute
{
    /// <param name="programs">Their paths.</param>
    public ProgramFactAttribute(params string[] programs) =>
        Skip = Array.Find(programs, static program => !File.Exists(program)) is { } missing ? $"needs {missing}" : null;
}
