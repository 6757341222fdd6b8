namespace Larder.Compilers;

/// <summary>How an option takes its value. The letters stand in the tables.</summary>
internal enum OptionArity : byte
{
    /// <summary>No value.</summary>
    Flag = (byte)'F',

    /// <summary>The rest of the word, which may be empty.</summary>
    Joined = (byte)'J',

    /// <summary>The next word.</summary>
    Separate = (byte)'S',

    /// <summary>The rest of the word, or the next word when nothing is left.</summary>
    Either = (byte)'E',

    /// <summary>The rest of the word and the next word.</summary>
    JoinedAndSeparate = (byte)'A',

    /// <summary>The next two words.</summary>
    Two = (byte)'2',

    /// <summary>The next three words.</summary>
    Three = (byte)'3',
}
