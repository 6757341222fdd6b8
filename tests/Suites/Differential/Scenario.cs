using System.Text;

namespace Larder.Suites.Differential;

/// <summary>A project, a command line, and what happens to both, compiled after each step.</summary>
/// <param name="Compiler">The driver.</param>
/// <param name="Files">The project.</param>
/// <param name="Options">Options; each may hold several words. <c>@P</c> stands for the way up to the project's directory.</param>
/// <param name="Steps">What happens.</param>
public sealed record Scenario(string Compiler, SourceText[] Files, string[] Options, Step[] Steps)
{
    /// <summary>All time stamps of a new project: equal, so that gcc's rule for once-only files has something to bite on.</summary>
    public const string BirthDate = "2020-01-02 03:04:05";

    /// <summary>The script that makes the project in an empty directory.</summary>
    public string Setup()
    {
        StringBuilder script = new("mkdir -p src inc1 inc2 sys build1 build2\nprintf payload > inc1/blob.bin\nln -s inc1 lnk\n"
            + "echo '.ascii \"s\"' > inc1/more.s\necho '-DWORDS -O1' > words.rsp\n");
        foreach (SourceText file in Files)
            script.Append("cat > ").Append(file.Path).Append(" <<'EOF'\n").Append(file).Append("EOF\n");
        script.Append("find . -type f -exec touch -d '").Append(BirthDate).Append("' {} +\n");
        return script.ToString();
    }

    /// <summary>Everything smaller that could fail in the same way.</summary>
    public IEnumerable<Scenario> Shrink()
    {
        foreach (Step[] steps in Smaller(Steps))
            yield return this with { Steps = steps };
        foreach (string[] options in Smaller(Options))
            yield return this with { Options = options };
        foreach (SourceText[] files in Smaller(Files))
        {
            if (Array.Exists(files, static f => f.Path.StartsWith("src/x", StringComparison.Ordinal)))
                yield return this with { Files = files };
        }

        for (int i = 0; i < Files.Length; i++)
        {
            SourceText file = Files[i];
            if (file.Guard != IncludeGuard.None)
                yield return WithFile(i, file with { Guard = IncludeGuard.None });
            foreach (string[] pieces in Smaller(file.Pieces))
                yield return WithFile(i, file with { Pieces = pieces });
        }
    }

    private Scenario WithFile(int index, SourceText file)
    {
        SourceText[] files = [.. Files];
        files[index] = file;
        return this with { Files = files };
    }

    private static IEnumerable<T[]> Smaller<T>(T[] items)
    {
        for (int size = items.Length / 2; size >= 1; size /= 2)
        {
            for (int at = 0; at + size <= items.Length; at += size)
                yield return [.. items[..at], .. items[(at + size)..]];
        }
    }
}
