namespace Larder.CommandLine.Sccache;

/// <summary>What sccache's command line asks for (its cmdline.rs, 0.4 to 0.17).</summary>
internal sealed class SccacheOptions
{
    internal const string Usage =
        "Usage: sccache [OPTIONS] <--dist-auth|--dist-status|--show-stats|--show-adv-stats|--start-server|--stop-server|--zero-stats|--package-toolchain <EXE> <OUT>|CMD>";

    private static readonly string[] Actions =
    [
        "--show-stats", "--show-adv-stats", "--zero-stats", "--start-server", "--stop-server", "--dist-auth", "--dist-status", "--package-toolchain",
        "--debug-preprocessor-cache", "--help", "--version",
    ];

    /// <summary>The one thing to do, by its long name; empty where there is none.</summary>
    internal string Action { get; private set; } = string.Empty;

    internal bool AsJson { get; private set; }

    /// <summary>What is wrong; null where nothing is.</summary>
    internal string? Problem { get; private set; }

    internal static SccacheOptions Read(IReadOnlyList<string> words)
    {
        SccacheOptions read = new();
        for (int i = 0; i < words.Count && read.Problem is null; i++)
        {
            string word = words[i] switch { "-s" => "--show-stats", "-z" => "--zero-stats", "-h" => "--help", "-V" => "--version", var other => other };
            if (word == "--stats-format")
                read.SetFormat(++i < words.Count ? words[i] : string.Empty);
            else if (word.StartsWith("--stats-format=", StringComparison.Ordinal))
                read.SetFormat(word["--stats-format=".Length..]);
            else if (Array.IndexOf(Actions, word) < 0)
                read.Problem = $"Found argument '{word}' which wasn't expected, or isn't valid in this context";
            else if (read.Action.Length > 0 && read.Action != word)
                read.Problem = $"The argument '{read.Action}' cannot be used with '{word}'";
            else
                read.Action = word;
            if (word == "--package-toolchain")
                break;
        }

        return read;
    }

    private void SetFormat(string format)
    {
        AsJson = format == "json";
        if (format is not ("json" or "text"))
            Problem = $"'{format}' isn't a valid value for '--stats-format <FMT>'\n  [possible values: text, json]";
    }
}
