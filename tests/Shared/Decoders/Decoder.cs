namespace Larder.Testing;

/// <summary>One reader of bytes that somebody else may have written.</summary>
/// <param name="Name">What it reads.</param>
/// <param name="Samples">Real ones, of which damaged ones are made.</param>
/// <param name="Read">Reads them, and looks at everything that is found in them.</param>
/// <param name="Seal">Makes checksums right again, in place, so that the damage lies behind them; null where there are none.</param>
internal sealed record Decoder(string Name, IReadOnlyList<byte[]> Samples, Action<byte[]> Read, Action<byte[]>? Seal = null)
{
    /// <summary>What reading may allocate beside a multiple of the input, in bytes.</summary>
    internal long Room { get; init; } = 64 << 10;

    /// <summary>That multiple: lists of small pieces cost several times what they were read from.</summary>
    internal long RoomPerByte { get; init; } = 64;

    /// <summary>The one exception that says what is wrong with an input; null: none does, and what is damaged is as nothing. Samples never give it.</summary>
    internal Type? Fault { get; init; }
}
