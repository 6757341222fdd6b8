namespace Larder.Compilers;

/// <summary>What the command line says of coloured diagnostics; the last option wins.</summary>
public enum ColourChoice : byte
{
    /// <summary>Nothing: the compiler's default, which is the same as <see cref="Auto"/> for the usual builds.</summary>
    Unset,

    /// <summary>Always.</summary>
    Always,

    /// <summary>Never.</summary>
    Never,

    /// <summary>If stderr is a terminal.</summary>
    Auto,
}
