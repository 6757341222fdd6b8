namespace Larder.Units;

/// <summary>Something outside larder is not as it must be: a file that can't be read, an expression that Nix refuses, a cycle. The command says it and ends.</summary>
/// <param name="message">What, where, and what would be right; whole sentences for a person, without a full stop at the end.</param>
internal sealed class UnitFault(string message) : Exception(message);
