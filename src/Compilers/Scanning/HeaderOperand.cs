namespace Larder.Compilers.Scanning;

/// <summary>One file name that a source text asks for. Compared by content.</summary>
/// <param name="Kind">What asks.</param>
/// <param name="Form">How the name is spelled.</param>
/// <param name="Name">The bytes between the delimiters, line continuations removed, escapes untouched (as compilers leave
/// them). For <see cref="HeaderOperandForm.Computed"/>: the operand's tokens, trimmed, often a single identifier.</param>
public readonly record struct HeaderOperand(DirectiveKind Kind, HeaderOperandForm Form, byte[] Name)
{
    /// <summary>Whether both name the same thing in the same way.</summary>
    public bool Equals(HeaderOperand other) =>
        Kind == other.Kind && Form == other.Form && Name.AsSpan().SequenceEqual(other.Name);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(Kind);
        hash.Add(Form);
        hash.AddBytes(Name);
        return hash.ToHashCode();
    }
}
