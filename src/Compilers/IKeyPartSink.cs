namespace Larder.Compilers;

/// <summary>Takes the canonical command line, entry by entry, in order.</summary>
public interface IKeyPartSink
{
    /// <summary>Adds one entry.</summary>
    /// <param name="kind">Its type.</param>
    /// <param name="bytes">Its bytes, valid during the call.</param>
    public void Add(KeyPartKind kind, ReadOnlySpan<byte> bytes);
}
