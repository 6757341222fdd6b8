using Larder.Caching.Verification;
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

    /// <summary>What the compiler took, in nanoseconds, when the result was made that is delivered; 0 where that isn't known.</summary>
    public long Saved { get; private set; }

    /// <summary>What the compiler took just now, in nanoseconds; 0 where that isn't known.</summary>
    public long Spent { get; private init; }

    /// <summary>What was delivered from the cache, or captured for it: all outputs and words, in bytes.</summary>
    public long Bytes { get; private set; }

    public ChildExit Exit { get; private init; }

    public ReadOnlyMemory<byte> Output { get; private init; }

    public ReadOnlyMemory<byte> Error { get; private init; }

    /// <summary>A line for the caller beside what the compiler says, or null.</summary>
    public string? Warning { get; private init; }

    /// <summary>A hit that was found and not delivered; null in every outcome that a caller sees.</summary>
    internal HeldHit? Held { get; private init; }

    /// <summary>Says which result was delivered, and what it takes and spares.</summary>
    internal CacheOutcome Of(in Digest key, StoredResult result)
    {
        WithKey(in key);
        Saved = ResultMetadata.DurationOf(result.Metadata);
        foreach (ref readonly ResultMember member in result.Members)
            Bytes += member.RawSize;
        return this;
    }

    /// <summary>Says which result it is about.</summary>
    internal CacheOutcome WithKey(in Digest key)
    {
        Key = key;
        return this;
    }

    /// <summary>Says what was captured; nothing where that is null.</summary>
    internal CacheOutcome Of(ResultBuilder? captured)
    {
        if (captured is null)
            return this;
        foreach ((ResultMemberKind _, ReadOnlyMemory<byte> bytes) in captured.Members)
            Bytes += bytes.Length;
        return this;
    }

    /// <summary>Outputs that stand, and what is said to the caller.</summary>
    public static CacheOutcome Hit(Counter counter, ReadOnlyMemory<byte> output, ReadOnlyMemory<byte> error) =>
        new(counter) { IsDelivered = true, Output = output, Error = error };

    /// <summary>A failure from the cache: it is said, and it ends, as the compiler's own.</summary>
    public static CacheOutcome FailedHit(ChildExit exit, ReadOnlyMemory<byte> output, ReadOnlyMemory<byte> error) =>
        new(Counter.FailedHit) { IsDelivered = true, Exit = exit, Output = output, Error = error };

    /// <summary>A compile that has run, stored or not.</summary>
    /// <param name="counter">What is counted for it.</param>
    /// <param name="detail">What that is about, or null.</param>
    /// <param name="exit">How the compiler ended.</param>
    /// <param name="output">What it wrote to standard output.</param>
    /// <param name="error">What it wrote to standard error.</param>
    /// <param name="warning">A line to be said besides, or null.</param>
    /// <param name="spent">What it took, in nanoseconds; 0 where that isn't known.</param>
    public static CacheOutcome Compiled(Counter counter, byte[]? detail, ChildExit exit, byte[] output, byte[] error, string? warning = null, long spent = 0) =>
        new(counter) { IsDelivered = true, Detail = detail, Exit = exit, Output = output, Error = error, Warning = warning, Spent = spent };

    /// <summary>A hit that is held back, for the compiler to be asked.</summary>
    internal static CacheOutcome HeldBack(HeldHit hit) => new(hit.Counter) { Held = hit, Key = hit.Key };

    /// <summary>Nothing has happened; the caller runs the bare compiler.</summary>
    public static CacheOutcome RunCompiler(Counter reason, byte[]? detail = null) => new(reason) { Detail = detail };
}
