using System.Text.RegularExpressions;
using Larder.Posix;

namespace Larder.Units.Replay.State;

/// <summary>
/// What a project's configuration makes of files that neither cmake nor meson notes as its inputs: both run again by themselves where one of their own files has
/// changed, or one that they copy or fill in, but not where one was only read.
/// </summary>
internal static partial class ConfigureInputs
{
    private const long LongestFile = 16 << 20;

    /// <summary>What must be done at least about the configure phase where any content has changed.</summary>
    /// <param name="source">The source's root.</param>
    /// <param name="paths">All its files, relative.</param>
    internal static ConfigureMode AfterEdits(string source, IEnumerable<string> paths)
    {
        ConfigureMode mode = ConfigureMode.Skip;
        bool reads = false;
        bool checks = false;
        foreach (string path in paths)
        {
            bool isMeson = Path.GetFileName(path) == "meson.build";
            bool isCmake = Path.GetFileName(path) == "CMakeLists.txt" || path.EndsWith(".cmake", StringComparison.Ordinal);
            if (!isMeson && !isCmake)
                continue;
            if (FileSystem.ReadAll(ByteText.Encode($"{source}/{path}"), out _, LongestFile) is not { } bytes)
                return ConfigureMode.Fresh;
            string text = ByteText.Decode(bytes);
            if (isMeson)
            {
                reads |= MesonReads().IsMatch(text);
                continue;
            }

            reads |= CmakeReads().IsMatch(text);
            checks |= CmakeChecks().IsMatch(text);
            // Its answer is kept, whatever becomes of the file that was tried.
            if (CmakeTries().IsMatch(text))
                mode = ConfigureMode.Fresh;
        }

        // A check of a text that was read from a file: kept as well.
        return reads && checks ? ConfigureMode.Fresh : reads && mode == ConfigureMode.Skip ? ConfigureMode.Again : mode;
    }

    [GeneratedRegex(@"\bfile\s*\(\s*(READ|STRINGS|MD5|SHA\w+|COPY\w*|INSTALL|TIMESTAMP|SIZE|ARCHIVE_EXTRACT)\b|\b(execute_process|exec_program|load_cache)\b|\bIS_NEWER_THAN\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex CmakeReads();

    [GeneratedRegex(@"\bcheck_\w*source\w*\s*\(", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex CmakeChecks();

    [GeneratedRegex(@"\btry_(compile|run)\s*\(", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex CmakeTries();

    [GeneratedRegex(@"\brun_command\s*\(|\b(hash|size)\s*\(|\bconfigure_file\s*\([^)]*\bcommand\b|\.(compiles|links|run)\s*\(\s*files\b", RegexOptions.ExplicitCapture)]
    private static partial Regex MesonReads();
}
