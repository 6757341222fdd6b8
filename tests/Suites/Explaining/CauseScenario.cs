using Larder.Suites.Harness;

namespace Larder.Suites.Explaining;

/// <summary>Two calls between which one thing is changed, and what the second one's explanation has to say: that, and nothing else.</summary>
/// <param name="Name">What is changed.</param>
/// <param name="Script">sh, which calls the compiler through <c>L</c>. Its last call is explained. Files are written by <c>w NAME TEXT</c>, an hour old.</param>
/// <param name="Kinds">The kinds of the causes, in their order.</param>
/// <param name="Texts">What stands in their texts, each in one.</param>
/// <param name="NotStored">What stands in why nothing was stored; null where it must have been, or there was nothing to store.</param>
public sealed record CauseScenario(string Name, string Script, string[] Kinds, string[] Texts, string? NotStored = null)
{
    /// <summary>The sources that every scenario begins with.</summary>
    internal static void Prepare(Workspace work)
    {
        work.Write("x.c", "#include \"h.h\"\nint f(int a)\n{\n  return a + V;\n}\n");
        work.Write("inc/h.h", "/* of the scenario */\n#define U 1\n#define V 1\n");
    }

    public override string ToString() => Name;
}
