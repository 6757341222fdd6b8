namespace Larder.Storage;

/// <summary>An entry that is not whole.</summary>
/// <param name="Path">Its file.</param>
/// <param name="Kind">What is wrong with it.</param>
/// <param name="Error">The error number, for <see cref="DamageKind.Unreadable"/>.</param>
public readonly record struct Damage(byte[] Path, DamageKind Kind, int Error);
