namespace Larder.Suites.Differential;

/// <summary>Something that happens between two compiles. Each can be left out without the others losing their meaning.</summary>
public abstract record Step
{
    private Step()
    {
    }

    /// <summary>A shell script, run in the project's directory; what fails in it fails silently.</summary>
    public sealed record Edit(string Script) : Step;

    /// <summary>An option is added, or taken away where it is there.</summary>
    public sealed record Toggle(string Option) : Step;

    /// <summary>An environment variable is set, or unset (null).</summary>
    public sealed record Variable(string Name, string? Value) : Step;

    /// <summary>The compiles go on in another directory.</summary>
    public sealed record Move(string Directory) : Step;

    /// <summary>The step before is undone: content, names, time stamps, options.</summary>
    public sealed record Undo : Step;

    /// <summary>Time passes until time stamps count as old, so that digests and absences are remembered by them.</summary>
    public sealed record Wait : Step;
}
