using System.Buffers;
using System.Text;
using Larder.Posix;

namespace Larder.Units.Replay.State;

/// <summary>
/// Whether a build runs programs that it has linked itself (a generator of sources, a step after a link). These load the shared libraries that they are linked to, so
/// for such a unit a shared library's content counts, not only what a linker sees of it.
/// </summary>
/// <remarks>Read from build.ninja as cmake and meson write it: a command of the project's own with a program among its inputs, or by its path among its words.</remarks>
internal static class OwnPrograms
{
    private const long LargestFile = 512L << 20;

    /// <summary>Below NIX_BUILD_TOP, the source and perhaps a part of it.</summary>
    private const int Depth = 5;

    /// <summary>True also where that can't be told: another generator's build files, or none.</summary>
    /// <param name="buildDirectory">Where cmake or meson was told to build.</param>
    internal static bool AreRun(string buildDirectory) =>
        FileSystem.ReadAll(ByteText.Encode(buildDirectory + "/build.ninja"), out _, LargestFile) is not { } file || AreRunIn(ByteText.Decode(file), buildDirectory);

    /// <summary>The same of a build directory that stands somewhere in a tree, as a derivation's own does in its source.</summary>
    internal static bool AreRunBelow(string directory)
    {
        string[] builds = Directory.GetFiles(directory, "build.ninja", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = Depth, IgnoreInaccessible = true });
        return builds.Length == 0 || Array.Exists(builds, static file => AreRun(Path.GetDirectoryName(file)!));
    }

    internal static bool AreRunIn(string ninja, string buildDirectory)
    {
        List<(string Rule, string[] Inputs, string Words)> commands = [];
        HashSet<string> programs = new(StringComparer.Ordinal);
        string[] lines = ninja.Replace("$\n", "", StringComparison.Ordinal).Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            if (!lines[i].StartsWith("build ", StringComparison.Ordinal))
                continue;
            List<string> words = Words(lines[i]["build ".Length..]);
            int colon = words.IndexOf(":");
            if (colon < 0 || colon + 1 == words.Count)
                continue;
            string rule = words[colon + 1];
            if (IsProgramsLink(rule, words[0]))
                programs.Add(words[0]);
            StringBuilder variables = new();
            for (; i + 1 < lines.Length && lines[i + 1].StartsWith(' '); i++)
                variables.Append(lines[i + 1]).Append('\n');
            string text = variables.ToString();
            if (rule.StartsWith("CUSTOM_COMMAND", StringComparison.Ordinal))
                commands.Add((rule, [.. words[(colon + 2)..].TakeWhile(word => word != "||")], text));
            else if (text.Contains("POST_BUILD = ", StringComparison.Ordinal) && !text.Contains("POST_BUILD = :\n", StringComparison.Ordinal))
                commands.Add((rule, [], text));
        }

        if (programs.Count == 0)
            return false;
        SearchValues<string> places = SearchValues.Create([.. programs.SelectMany(program => (string[])[$"{buildDirectory}/{program}", "./" + program])], StringComparison.Ordinal);
        return commands.Exists(command => Array.Exists(command.Inputs, programs.Contains) || command.Words.AsSpan().ContainsAny(places));
    }

    private static bool IsProgramsLink(string rule, string output) =>
        rule.Contains("_EXECUTABLE_LINKER", StringComparison.Ordinal)
        || (rule.EndsWith("_LINKER", StringComparison.Ordinal) && !output.EndsWith(".a", StringComparison.Ordinal) && !output.Contains(".so", StringComparison.Ordinal));

    /// <summary>The words of a build statement, colons by themselves; "$ ", "$:" and "$$" are a blank, a colon and a dollar in a word.</summary>
    private static List<string> Words(string line)
    {
        List<string> words = [];
        StringBuilder word = new();
        void End()
        {
            if (word.Length > 0)
                words.Add(word.ToString());
            word.Clear();
        }

        for (int i = 0; i < line.Length; i++)
        {
            switch (line[i])
            {
                case '$' when i + 1 < line.Length && line[i + 1] is ' ' or ':' or '$':
                    word.Append(line[++i]);
                    break;
                case ' ':
                    End();
                    break;
                case ':':
                    End();
                    words.Add(":");
                    break;
                default:
                    word.Append(line[i]);
                    break;
            }
        }

        End();
        return words;
    }
}
