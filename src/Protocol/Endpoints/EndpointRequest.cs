namespace Larder.Protocol.Endpoints;

/// <summary>What decides where a daemon is found. All paths are bytes.</summary>
public readonly ref struct EndpointRequest
{
    /// <summary>
    /// The cache's directory. Of all settings it alone is part of the name: a daemon serves one store. The others travel with each
    /// request, or (max_jobs, memory_size, idle_timeout) must not make a second daemon where they differ.
    /// </summary>
    public required ReadOnlySpan<byte> CacheDirectory { get; init; }

    /// <summary>The value of XDG_RUNTIME_DIR, or empty.</summary>
    public ReadOnlySpan<byte> RuntimeDirectory { get; init; }

    /// <summary>The setting <c>socket</c>, or empty.</summary>
    public ReadOnlySpan<byte> ChosenSocket { get; init; }
}
