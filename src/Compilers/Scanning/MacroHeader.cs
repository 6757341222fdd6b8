namespace Larder.Compilers.Scanning;

/// <summary>
/// An object-like macro whose whole body is one header name: <c>#define NAME "x"</c> or <c>#define NAME &lt;x&gt;</c>.
/// Inside <c>&lt;x&gt;</c> the compiler expands macros (<c>linux</c> is one under <c>-std=gnu*</c>), so such a name is a
/// candidate, not a certainty.
/// </summary>
/// <param name="Name">The macro.</param>
/// <param name="Form">Quoted or angled.</param>
/// <param name="Header">The bytes between the delimiters.</param>
public readonly record struct MacroHeader(byte[] Name, HeaderOperandForm Form, byte[] Header)
{
    /// <summary>Whether both define the same name in the same way.</summary>
    public bool Equals(MacroHeader other) =>
        Form == other.Form && Name.AsSpan().SequenceEqual(other.Name) && Header.AsSpan().SequenceEqual(other.Header);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(Form);
        hash.AddBytes(Name);
        hash.AddBytes(Header);
        return hash.ToHashCode();
    }
}
