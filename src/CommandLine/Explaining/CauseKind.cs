namespace Larder.CommandLine.Explaining;

/// <summary>What kept a compile from being a hit. The names stand in JSON, in snake_case: never change one.</summary>
internal enum CauseKind
{
    /// <summary>Nothing like it is known.</summary>
    FirstCompile,

    /// <summary>The source's text.</summary>
    Source,

    /// <summary>The source has another name, or its path is spelled otherwise.</summary>
    SourceName,

    /// <summary>The text of a file that the compile reads.</summary>
    File,

    /// <summary>A file has appeared that is found before another one.</summary>
    Shadowed,

    /// <summary>A file, or directory, has appeared that was looked for in vain.</summary>
    Appeared,

    /// <summary>A file, or directory, is gone.</summary>
    Gone,

    /// <summary>Not a file's text but something else of it: where a link leads, its time.</summary>
    FileChanged,

    /// <summary>An option of the command line.</summary>
    Option,

    /// <summary>The order of options.</summary>
    OptionOrder,

    /// <summary>The language or the stage of the compile.</summary>
    Stage,

    /// <summary>The output's name, where that reaches the output.</summary>
    OutputName,

    /// <summary>A variable of the environment.</summary>
    Environment,

    /// <summary>Diagnostics are in colours, for a terminal, or no longer.</summary>
    Colours,

    /// <summary>The working directory.</summary>
    Directory,

    /// <summary>The compiler.</summary>
    Compiler,

    /// <summary>What a wrapper script runs.</summary>
    Wrapper,

    /// <summary>The directories in which the compiler looks for headers.</summary>
    SearchPath,

    /// <summary>A file that an option or the setting <c>extra_files</c> names.</summary>
    OptionFile,

    /// <summary>A setting of larder's.</summary>
    Setting,

    /// <summary>Another version of larder, which keeps its entries otherwise.</summary>
    Version,

    /// <summary>The entry was evicted.</summary>
    Evicted,

    /// <summary>The cache was cleared.</summary>
    Cleared,

    /// <summary>The entry is not there, for a reason that isn't known.</summary>
    EntryGone,

    /// <summary>The same compile was running at the same time.</summary>
    Concurrent,

    /// <summary>The entry was damaged.</summary>
    Damaged,

    /// <summary>The same compile had not been stored.</summary>
    NotStoredBefore,

    /// <summary>The setting <c>recache</c>.</summary>
    Recache,

    /// <summary>It is no compile for the cache.</summary>
    NotCached,

    /// <summary>It was not looked into: of very many misses a report explains the last ones.</summary>
    Unknown,
}
