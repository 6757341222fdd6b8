namespace Larder.Units.Tests.Harness;

/// <summary>A test that needs programs of the system: skipped, and reported so, where one is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ToolFactAttribute : FactAttribute
{
    public ToolFactAttribute(params string[] programs)
    {
        string[] missing = [.. programs.Where(static program => !Tool.Has(program))];
        Skip = missing.Length == 0 ? null : "needs " + string.Join(", ", missing);
    }
}
