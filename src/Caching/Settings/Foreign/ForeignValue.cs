namespace Larder.Caching.Settings.Foreign;

/// <summary>A setting of another cache that was given a value.</summary>
/// <param name="Row">The setting.</param>
/// <param name="Text">The value, its variables expanded.</param>
/// <param name="Ours">The same as our setting has it; null where it leaves that as it is.</param>
/// <param name="Source">Where it comes from: a variable's name, or a file's path.</param>
/// <param name="Origin">The same for ccache's own commands: "environment", "command line" or the file's path.</param>
public sealed record ForeignValue(ForeignRow Row, byte[] Text, byte[]? Ours, byte[] Source, byte[] Origin);
