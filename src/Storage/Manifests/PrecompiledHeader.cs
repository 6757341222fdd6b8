using System.Buffers.Binary;

namespace Larder.Storage.Manifests;

/// <summary>
/// What a precompiled header was made of: kept under the digest of its content, so that a compile which finds one in its way can say what it
/// is. Neither compiler tells that of one that it takes. All numbers are little-endian.
/// <code>
/// precompiled-header = version:u8 zero:u8{3} findings:u32 identity:u8{32} inputs:input-set
/// </code>
/// The inputs are the contents of all files read, and their times where the header holds them. Version history: 1, the first.
/// </summary>
public readonly ref struct PrecompiledHeader
{
    private const byte FormatVersion = 1;

    private const int FindingsAt = 4;
    private const int IdentityAt = 8;
    private const int InputsAt = IdentityAt + Digest.Size;

    private readonly InputSet _inputs;

    private PrecompiledHeader(uint findings, Digest identity, InputSet inputs)
    {
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
        if (bytes.Length < InputsAt || bytes[0] != FormatVersion || !InputSet.TryRead(bytes[InputsAt..], out InputSet inputs))
            return false;
        header = new PrecompiledHeader(
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[FindingsAt..]), Digest.FromBytes(bytes.Slice(IdentityAt, Digest.Size)), inputs);
        return true;
    }

    /// <summary>Writes it.</summary>
    public static byte[] Write(uint findings, in Digest identity, InputSetBuilder inputs)
    {
        byte[] set = inputs.Build();
        byte[] bytes = new byte[InputsAt + set.Length];
        bytes[0] = FormatVersion;
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(FindingsAt), findings);
        identity.CopyTo(bytes.AsSpan(IdentityAt));
        set.CopyTo(bytes.AsSpan(InputsAt));
        return bytes;
    }
}
