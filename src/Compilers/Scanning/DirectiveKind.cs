namespace Larder.Compilers.Scanning;

/// <summary>What asks for a file by name.</summary>
public enum DirectiveKind : byte
{
    /// <summary><c>#include</c></summary>
    Include,

    /// <summary><c>#include_next</c>: the search starts after the directory the includer was found in.</summary>
    IncludeNext,

    /// <summary><c>#import</c></summary>
    Import,

    /// <summary><c>#__include_macros</c> (clang's spelling of <c>-imacros</c>).</summary>
    IncludeMacros,

    /// <summary><c>__has_include</c> and gcc 5-9's <c>__has_include__</c>.</summary>
    HasInclude,

    /// <summary><c>__has_include_next</c> and <c>__has_include_next__</c>.</summary>
    HasIncludeNext,

    /// <summary><c>#embed</c></summary>
    Embed,

    /// <summary><c>__has_embed</c></summary>
    HasEmbed,

    /// <summary><c>#pragma GCC dependency</c>: the named file's time stamp decides a diagnostic.</summary>
    PragmaDependency,

    /// <summary>A C++20 header unit: <c>import &lt;name&gt;;</c>.</summary>
    HeaderUnit,

    /// <summary>
    /// A declaration that makes a module's interface, or a part of it (<c>export module a;</c>, <c>module a:b;</c>): its name, without blanks. The name is
    /// empty where what stands there can't be read as one.
    /// </summary>
    ModuleInterface,

    /// <summary>A declaration that makes a part of a module which nobody imports (<c>module a;</c>), and imports its interface: its name.</summary>
    ModuleImplementation,

    /// <summary>An import of a module by its name; empty as for <see cref="ModuleInterface"/>.</summary>
    ModuleImport,
}
