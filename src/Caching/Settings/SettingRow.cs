namespace Larder.Caching.Settings;

/// <summary>A row of <see cref="SettingTable"/>: all that parsing, validation, "larder config" and the help know of a setting.</summary>
public readonly ref struct SettingRow
{
    internal SettingRow(
        ReadOnlySpan<byte> name,
        SettingKind kind,
        ReadOnlySpan<byte> standard,
        ReadOnlySpan<byte> meaning,
        ReadOnlySpan<byte> standardMeans = default)
    {
        Name = name;
        Kind = kind;
        Default = standard;
        DefaultShown = standardMeans.IsEmpty ? standard : standardMeans;
        Meaning = meaning;
    }

    /// <summary>The name in a file. In the environment: LARDER_ and the name in capitals.</summary>
    public ReadOnlySpan<byte> Name { get; }

    public SettingKind Kind { get; }

    /// <summary>The default as it could stand in a file.</summary>
    public ReadOnlySpan<byte> Default { get; }

    /// <summary>The default as people are shown it; differs from <see cref="Default"/> where that is empty.</summary>
    public ReadOnlySpan<byte> DefaultShown { get; }

    /// <summary>One or two sentences on what the setting does.</summary>
    public ReadOnlySpan<byte> Meaning { get; }
}
