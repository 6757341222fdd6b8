namespace Larder.Posix;

/// <summary>What a wait is for, and what it found: poll(2)'s bits.</summary>
[Flags]
public enum UnixSocketEvents : short
{
    None = 0,

    /// <summary>Something can be received, be it the end of the stream.</summary>
    Readable = 1,

    /// <summary>Something can be sent.</summary>
    Writable = 4,

    /// <summary>The connection failed; a receive tells how. Found without being asked for.</summary>
    Failed = 8,

    /// <summary>The other end is gone. Found without being asked for.</summary>
    HungUp = 16,
}
