namespace Larder.Storage.Hashing;

/// <summary>
/// What <see cref="LaneCompression{TVector, TOperations}"/> needs of a vector of 32-bit words. Implementations are
/// empty structs, so a generic body is compiled once for each, and every call becomes an instruction or a few. Steps that
/// follow each other are one member, since the compiler inlines only so many calls into a method. An implementation may
/// be called only where its instruction set is supported: <see cref="Blake3Engine"/> sees to it.
/// </summary>
internal unsafe interface IVectorOperations<TVector>
    where TVector : unmanaged
{
    /// <summary>The number of 32-bit words in a vector: a multiple of four.</summary>
    public static abstract int Lanes { get; }

    /// <summary>The vector with the same word in every lane.</summary>
    public static abstract TVector Splat(uint value);

    /// <summary>Lane by lane sum modulo 2^32.</summary>
    public static abstract TVector Add(TVector left, TVector right);

    /// <summary>Lane by lane exclusive or.</summary>
    public static abstract TVector Xor(TVector left, TVector right);

    /// <summary>Lane by lane sum of three modulo 2^32.</summary>
    public static abstract TVector Add(TVector first, TVector second, TVector third);

    /// <summary>The exclusive or, each word of it rotated right by 16 bits.</summary>
    public static abstract TVector XorRotate16(TVector left, TVector right);

    /// <summary>The exclusive or, each word of it rotated right by 12 bits.</summary>
    public static abstract TVector XorRotate12(TVector left, TVector right);

    /// <summary>The exclusive or, each word of it rotated right by 8 bits.</summary>
    public static abstract TVector XorRotate8(TVector left, TVector right);

    /// <summary>The exclusive or, each word of it rotated right by 7 bits.</summary>
    public static abstract TVector XorRotate7(TVector left, TVector right);

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
