namespace Larder.Storage.Hashing;

/// <summary>
/// What <see cref="LaneCompression{TVector, TOperations}"/> needs of a vector of 32-bit words. Implementations are
/// empty structs, so a generic body is compiled once for each and every call becomes an instruction or two. An
/// implementation may be called only where its instruction set is supported: <see cref="Blake3Engine"/> sees to it.
/// </summary>
internal unsafe interface IVectorOperations<TVector>
    where TVector : unmanaged
{
    /// <summary>The number of 32-bit words in a vector: a multiple of four.</summary>
    public static abstract int Lanes { get; }

    /// <summary>The vector with the same word in every lane.</summary>
    public static abstract TVector Splat(uint value);

    /// <summary>Loads a vector from memory that is aligned to the vector's size.</summary>
    public static abstract TVector LoadAligned(byte* source);

    /// <summary>Lane by lane sum modulo 2^32.</summary>
    public static abstract TVector Add(TVector left, TVector right);

    /// <summary>Lane by lane exclusive or.</summary>
    public static abstract TVector Xor(TVector left, TVector right);

    /// <summary>Rotates each word right by 16 bits.</summary>
    public static abstract TVector RotateRight16(TVector value);

    /// <summary>Rotates each word right by 12 bits.</summary>
    public static abstract TVector RotateRight12(TVector value);

    /// <summary>Rotates each word right by 8 bits.</summary>
    public static abstract TVector RotateRight8(TVector value);

    /// <summary>Rotates each word right by 7 bits.</summary>
    public static abstract TVector RotateRight7(TVector value);

    /// <summary>In each 128 bits: the two low words of both, alternating.</summary>
    public static abstract TVector InterleaveLow32(TVector left, TVector right);

    /// <summary>In each 128 bits: the two high words of both, alternating.</summary>
    public static abstract TVector InterleaveHigh32(TVector left, TVector right);

    /// <summary>In each 128 bits: the low half of the left, then the low half of the right.</summary>
    public static abstract TVector InterleaveLow64(TVector left, TVector right);

    /// <summary>In each 128 bits: the high half of the left, then the high half of the right.</summary>
    public static abstract TVector InterleaveHigh64(TVector left, TVector right);

    /// <summary>Loads each 128 bits, the k-th of them from <c>source + offsets[4 * k]</c>.</summary>
    public static abstract TVector Gather(byte* source, nint* offsets);

    /// <summary>Stores each 128 bits, the k-th of them to <c>destination + k * stride</c>.</summary>
    public static abstract void Scatter(TVector value, byte* destination, nint stride);
}
