using Larder.Posix;
using Larder.Storage;

namespace Larder.Caching;

/// <summary>How a request ended. Closed: delivered (from the cache or by the compiler), or left to the caller.</summary>
public sealed class CacheOutcome
{
    private CacheOutcome(Counter reason) => Reason = reason;

    /// <summary>
    /// True where outputs stand and streams are known, be it from the cache or from a compile that has run. False: nothing has
    /// happened, and the caller runs the bare compiler.
    /// </summary>
    public bool IsDelivered { get; private init; }

    /// <summary>What is counted for it: a hit, a miss, or why the cache couldn't serve.</summary>
    public Counter Reason { get; }

    /// <summary>What the reason is about (an option, a file), or null.</summary>
    public byte[]? Detail { get; private init; }

    /// <summary>The key of the result, for a hit.</summary>
    public Digest Key { get; private set; }

    public ChildExit Exit { get; private init; }

    public ReadOnlyMemory<byte> Output { get; private init; }

    public ReadOnlyMemory<byte> Error { get; private init; }

    internal CacheOutcome WithKey(in Digest key)
    {
        Key = key;
        return this;
    }

    /// <summary>Outputs that stand, and what is said to the caller.</summary>
    public static CacheOutcome Hit(Counter counter, ReadOnlyMemory<byte> output, ReadOnlyMemory<byte> error) =>
        new(counter) { IsDelivered = true, Output = output, Error = error };

    /// <summary>A failure from the cache: it is said, and it ends, as the compiler's own.</summary>
    public static CacheOutcome FailedHit(ChildExit exit, ReadOnlyMemory<byte> output, ReadOnlyMemory<byte> error) =>
        new(Counter.FailedHit) { IsDelivered = true, Exit = exit, Output = output, Error = error };

    /// <summary>A compile that has run, stored or not.</summary>
    public static CacheOutcome Compiled(Counter counter, byte[]? detail, ChildExit exit, byte[] output, byte[] error) =>
        new(counter) { IsDelivered = true, Detail = detail, Exit = exit, Output = output, Error = error };

    /// <summary>Nothing has happened; the caller runs the bare compiler.</summary>
    public static CacheOutcome RunCompiler(Counter reason, byte[]? detail = null) => new(reason) { Detail = detail };
}
