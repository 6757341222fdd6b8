using Larder.Caching.Settings;
using Larder.Caching.Settings.Foreign;
using Larder.CommandLine.Text;
using Larder.Posix;

namespace Larder.CommandLine;

/// <summary>The one warning about settings of another cache that are given and do nothing here. Compiles never say it.</summary>
internal static class UnusedSettings
{
    internal static void Warn(CacheSettings settings, CommandContext context)
    {
        List<string> said = [];
        foreach (IGrouping<string, ForeignValue> reason in settings.Foreign?.Unused.GroupBy(static value => value.Row.Remark, StringComparer.Ordinal) ?? [])
            said.Add($"{string.Join(", ", reason.Select(static value => ByteText.Show(value.Source)))} ({reason.Key})");
        if (said.Count > 0)
            context.Error.WriteLine($"{context.Name}: warning: not used by larder: {string.Join("; ", said)}");
    }
}
