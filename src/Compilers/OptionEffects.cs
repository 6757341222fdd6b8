namespace Larder.Compilers;

/// <summary>What an option can change.</summary>
[Flags]
public enum OptionEffects : byte
{
    /// <summary>Nothing that is cached (<c>-pipe</c>).</summary>
    None = 0,

    /// <summary>What the preprocessor sees: macros, includes, language dialect.</summary>
    Preprocessing = 1,

    /// <summary>The include search path, or which programs the driver runs and how: a probe run must be given it.</summary>
    Search = 2,

    /// <summary>The code that is made.</summary>
    CodeGeneration = 4,

    /// <summary>The dependency file.</summary>
    Dependencies = 8,

    /// <summary>The link only; gcc ignores it on a compile, clang warns.</summary>
    Linking = 16,

    /// <summary>What is printed.</summary>
    Diagnostics = 32,

    /// <summary>Through it the working directory can reach the output.</summary>
    ReachesDirectory = 64,

    /// <summary>What must be assumed of an option that no table knows.</summary>
    Unknown = Preprocessing | Search | CodeGeneration | Diagnostics | ReachesDirectory,
}
