namespace Larder.CommandLine.Explaining;

/// <summary>A part of the command line as it counts: an option with its values.</summary>
/// <param name="Text">As it could be written.</param>
/// <param name="Name">What is the same in an option that says the same of something else: <c>-DVERSION</c>, <c>-std=</c>, <c>-O</c>.</param>
internal sealed record KeyPart(string Text, string Name);
