namespace Larder.Caching.Settings;

/// <summary>What the user allows to differ between a compile and the one whose result it is given.</summary>
[Flags]
public enum Sloppiness
{
    None = 0,

    /// <summary>"time_macros": __DATE__, __TIME__ and __TIMESTAMP__ may be those of the cached compile.</summary>
    TimeMacros = 1,

    /// <summary>"locale": diagnostics may be in the language of the cached compile (LANG, LC_*).</summary>
    Locale = 2,
}
