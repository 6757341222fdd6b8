namespace Larder.Compilers.Scanning;

/// <summary>How a directive spells the header it names.</summary>
public enum HeaderOperandForm : byte
{
    /// <summary><c>"name"</c>: looked for beside the includer first.</summary>
    Quoted,

    /// <summary><c>&lt;name&gt;</c>: looked for in the search path only.</summary>
    Angled,

    /// <summary>Anything else: tokens that macro expansion turns into one of the two.</summary>
    Computed,
}
