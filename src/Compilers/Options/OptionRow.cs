namespace Larder.Compilers;

/// <summary>What the tables say of one word.</summary>
/// <param name="NameLength">How much of the word is the option's name.</param>
/// <param name="Arity">How it takes its value.</param>
/// <param name="Effects">What it can change.</param>
/// <param name="Role">What the parser does with it.</param>
internal readonly record struct OptionRow(int NameLength, OptionArity Arity, OptionEffects Effects, OptionRole Role);
