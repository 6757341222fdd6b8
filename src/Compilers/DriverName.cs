namespace Larder.Compilers;

/// <summary>What a driver's file name says of it.</summary>
/// <param name="Kind">The family, as far as the name tells.</param>
/// <param name="Mode">The language mode.</param>
public readonly record struct DriverName(DriverKind Kind, DriverMode Mode)
{
    /// <summary>Judges a file name without its directory: target prefixes and version suffixes are allowed.</summary>
    public static DriverName Of(ReadOnlySpan<byte> fileName) => new(DriverKind.NotUnderstood, DriverMode.C);
}
