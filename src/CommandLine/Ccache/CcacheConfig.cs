using Larder.Caching.Settings;
using Larder.Caching.Settings.Foreign;
using Larder.CommandLine.Text;
using Larder.Posix;

namespace Larder.CommandLine.Ccache;

/// <summary>ccache's settings as its commands show them: what really counts here, in its words.</summary>
internal static class CcacheConfig
{
    /// <summary>The settings that have a name there.</summary>
    internal static IEnumerable<ForeignRow> Rows => CcacheSettings.Rows.Where(static row => row.Name.Length > 0).OrderBy(static row => row.Name, StringComparer.Ordinal);

    internal static ForeignRow? Find(string name) => Rows.FirstOrDefault(row => row.Name == name);

    /// <summary>A setting's value.</summary>
    internal static string ValueOf(ForeignRow row, CacheSettings settings)
    {
        if (row.Use != ForeignUse.Mapped || row.Default.Length > 0 || row.Target == Setting.Compression)
            return row.Name == "compression_level" ? Level(settings) : row.Name == "compression" ? Flag(settings.Compression > 0)
                : row.Name == "direct_mode" ? Flag(!settings.PreprocessorMode)
                : Given(row, settings) is { } given ? ByteText.Show(given.Text) : row.Default;
        return row.Kind switch
        {
            ForeignKind.DecimalSize => CcacheQuantity.OfSetting(settings.MaxSize),
            ForeignKind.Sloppiness => string.Join(", ", ByteText.Show(settings.TextOf(row.Target)).Split(',').Order(StringComparer.Ordinal)),
            _ => ByteText.Show(settings.TextOf(row.Target)),
        };
    }

    /// <summary>Where the value comes from: "default", "environment", a file, or what of larder's own goes over it.</summary>
    internal static string OriginOf(ForeignRow row, CacheSettings settings)
    {
        ForeignValue? given = Given(row, settings);
        if (row.Use != ForeignUse.Mapped)
            return given is null ? "default" : ByteText.Show(given.Origin);
        SettingOrigin origin = settings.OriginOf(row.Target);
        if (origin.IsDefault)
            return "default";
        if (origin.Foreign is not { } source)
            return ByteText.Show(origin.Describe(row.Target));
        return given is not null && source.AsSpan().SequenceEqual(given.Source) ? ByteText.Show(given.Origin) : "default";
    }

    private static ForeignValue? Given(ForeignRow row, CacheSettings settings) => settings.Foreign?.Values.FirstOrDefault(value => value.Row == row);

    private static string Level(CacheSettings settings) => settings.Compression.ToString();

    private static string Flag(bool isOn) => isOn ? "true" : "false";
}
