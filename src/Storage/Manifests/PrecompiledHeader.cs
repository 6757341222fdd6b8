using System.Buffers.Binary;

namespace Larder.Storage.Manifests;

/// <summary>
/// What a precompiled header was made of: kept under the digest of its content, so that a compile which finds one in its way can say what it
/// is. Neither compiler tells that of one that it takes. All numbers are little-endian.
/// <code>
/// precompiled-header = version:u8 zero:u8{3} findings:u32 identity:u8{32} size:u32 macros:u8{size} inputs:input-set
/// macros             = { name:u8+ 0:u8 }
/// </code>
/// The inputs are the contents of all files read, and their times where the header holds them. The macros are those that hand their parameter on
/// to __has_include. Version history: 1, the first; 2, with macros.
/// </summary>
public readonly ref struct PrecompiledHeader
{
    private const byte FormatVersion = 2;

    private const int FindingsAt = 4;
    private const int IdentityAt = 8;
    private const int MacrosSizeAt = IdentityAt + Digest.Size;
    private const int MacrosAt = MacrosSizeAt + sizeof(uint);

    private readonly ReadOnlySpan<byte> _macros;
    private readonly InputSet _inputs;

    private PrecompiledHeader(uint findings, Digest identity, ReadOnlySpan<byte> macros, InputSet inputs)
    {
        _macros = macros;
        Findings = findings;
        Identity = identity;
        _inputs = inputs;
    }

    /// <summary>What the scanner found in the files, in all of them together.</summary>
    public uint Findings { get; }

    /// <summary>
    /// The digest of all that decides what the header does for those who use it: the compiler, the command line, the contents read; not when
    /// they were modified. gcc's differ in their bytes from run to run, and clang's hold those times.
    /// </summary>
    public Digest Identity { get; }

    /// <summary>The files that it was made of.</summary>
    public InputSet Inputs => _inputs;

    /// <summary>Reads what was written. False where the bytes are none of this version.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out PrecompiledHeader header)
    {
        header = default;
        if (bytes.Length < MacrosAt || bytes[0] != FormatVersion)
            return false;
        uint size = BinaryPrimitives.ReadUInt32LittleEndian(bytes[MacrosSizeAt..]);
        if (size > bytes.Length - MacrosAt)
            return false;
        ReadOnlySpan<byte> macros = bytes.Slice(MacrosAt, (int)size);
        if ((size > 0 && macros[^1] != 0) || !InputSet.TryRead(bytes[(MacrosAt + (int)size)..], out InputSet inputs))
            return false;
        header = new PrecompiledHeader(
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[FindingsAt..]), Digest.FromBytes(bytes.Slice(IdentityAt, Digest.Size)), macros, inputs);
        return true;
    }

    /// <summary>Adds the macros that hand their parameter on to __has_include.</summary>
    public void AddHasIncludeMacros(List<byte[]> into)
    {
        ReadOnlySpan<byte> rest = _macros;
        while (rest.IndexOf((byte)0) is var end and >= 0)
        {
            into.Add(rest[..end].ToArray());
            rest = rest[(end + 1)..];
        }
    }

    /// <summary>Writes it.</summary>
    public static byte[] Write(uint findings, in Digest identity, IReadOnlyList<byte[]> hasIncludeMacros, InputSetBuilder inputs)
    {
        List<byte> macros = [];
        foreach (byte[] name in hasIncludeMacros)
        {
            macros.AddRange(name);
            macros.Add(0);
        }

        byte[] set = inputs.Build();
        byte[] bytes = new byte[MacrosAt + macros.Count + set.Length];
        bytes[0] = FormatVersion;
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(FindingsAt), findings);
        identity.CopyTo(bytes.AsSpan(IdentityAt));
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(MacrosSizeAt), macros.Count);
        macros.CopyTo(bytes, MacrosAt);
        set.CopyTo(bytes.AsSpan(MacrosAt + macros.Count));
        return bytes;
    }
}
