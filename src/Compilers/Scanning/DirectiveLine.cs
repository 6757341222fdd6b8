namespace Larder.Compilers.Scanning;

/// <summary>In what kind of line the lexer is.</summary>
internal enum DirectiveLine : byte
{
    /// <summary>Program text.</summary>
    None,

    /// <summary><c>#if</c>, <c>#elif</c>: operands of <c>__has_include</c> are evaluated here.</summary>
    Condition,

    /// <summary><c>#ifdef</c> and its kin, <c>#undef</c>: names are only tested.</summary>
    Name,

    /// <summary><c>#define</c></summary>
    Definition,

    /// <summary>Any other directive.</summary>
    Other,
}
