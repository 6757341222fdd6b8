namespace Larder.Caching.Settings;

/// <summary>A parsed value. Which of the fields count is a matter of the setting's <see cref="SettingKind"/>.</summary>
internal struct SettingValue
{
    /// <summary>A flag (0, 1), a size, a count, a mask (-1: none), a level (0: off), flags or a choice.</summary>
    internal long Number;

    /// <summary>A path, a text, or the text of a choice.</summary>
    internal byte[]? Text;

    /// <summary>A list.</summary>
    internal byte[][]? Words;

    internal SettingOrigin Origin;
}
