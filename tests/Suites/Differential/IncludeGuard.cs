namespace Larder.Suites.Differential;

/// <summary>How a header keeps from being included twice.</summary>
public enum IncludeGuard
{
    None,
    Pragma,

    /// <summary>A macro of the file's own.</summary>
    Macro,

    /// <summary>A macro that headers of the same name in other directories have too.</summary>
    MacroOfName,
}
