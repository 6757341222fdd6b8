namespace Larder.Compilers;

/// <summary>What the parser does with an option, beyond keeping it.</summary>
internal enum OptionRole : byte
{
    /// <summary>Kept and keyed.</summary>
    Keep,

    /// <summary>The source file.</summary>
    Source,

    /// <summary>In no table.</summary>
    Unknown,
}
