using Larder.Caching.Settings;
using Larder.Posix;

namespace Larder.Client;

/// <summary>On a compile a bad setting is a warning, and its default counts. Nested calls of larder don't say it again.</summary>
internal static class SettingWarnings
{
    internal static void Show(CacheSettings settings)
    {
        foreach (SettingProblem problem in settings.Problems)
        {
            // Whoever calls us by another cache's name expects nothing of us on a compile's stderr; the commands say it.
            if (problem.Kind != SettingProblemKind.OfOthers)
                StandardStreams.Complain($"larder: warning: {problem}\n");
        }
    }
}
