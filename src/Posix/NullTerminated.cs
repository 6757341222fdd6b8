using System.Runtime.CompilerServices;

namespace Larder.Posix;

/// <summary>
/// A path as the C library takes it: the bytes and a NUL, on the stack where they fit in <see cref="InlineSize"/>.
/// <code>
/// byte* room = stackalloc byte[NullTerminated.InlineSize];
/// fixed (byte* path = NullTerminated.Of(bytes, new Span&lt;byte&gt;(room, NullTerminated.InlineSize)))
/// </code>
/// </summary>
internal static class NullTerminated
{
    /// <summary>Most paths are shorter; longer ones are put on the heap.</summary>
    internal const int InlineSize = 512;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Span<byte> Of(ReadOnlySpan<byte> path, Span<byte> room)
    {
        if (path.Length >= room.Length)
            room = new byte[path.Length + 1];
        path.CopyTo(room);
        room[path.Length] = 0;
        return room;
    }
}
