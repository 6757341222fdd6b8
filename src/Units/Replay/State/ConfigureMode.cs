namespace Larder.Units.Replay.State;

/// <summary>What is done about the configure phase, from the least to the most.</summary>
internal enum ConfigureMode
{
    /// <summary>The tool would say what it said: it isn't called.</summary>
    Skip,

    /// <summary>The tool runs and knows what it found out before.</summary>
    Again,

    /// <summary>The tool runs without what it found out before; objects stay.</summary>
    Fresh,
}
