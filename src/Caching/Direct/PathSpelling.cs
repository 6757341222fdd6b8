using Larder.Posix;

namespace Larder.Caching.Direct;

/// <summary>Makes spellings of one path equal that compilers mix: <c>./a.h</c> and <c>a.h</c>, <c>d//a.h</c> and <c>d/a.h</c>.</summary>
internal static class PathSpelling
{
    /// <summary>Without "./" components and doubled slashes; ".." stays, for links may stand before it.</summary>
    internal static byte[] Normalize(ReadOnlySpan<byte> path)
    {
        if (path.IndexOf("//"u8) < 0 && path.IndexOf("./"u8) < 0)
            return path.ToArray();
        byte[] room = new byte[path.Length];
        int length = 0;
        bool atStart = true;
        for (int i = 0; i < path.Length; i++)
        {
            if (atStart && path[i] == '.' && i + 1 < path.Length && path[i + 1] == '/')
            {
                i++;
                while (i + 1 < path.Length && path[i + 1] == '/')
                    i++;
                continue;
            }

            if (path[i] == '/' && length > 0 && room[length - 1] == '/')
                continue;
            room[length++] = path[i];
            atStart = path[i] == '/';
        }

        return room[..length];
    }

    /// <summary>Whether nothing on the way to what a path leads to is a link, up to the working directory, which is taken without links.</summary>
    internal static bool IsUnlinked(ReadOnlySpan<byte> path) =>
        FileSystem.RealPath(path) is { } real && real.AsSpan().SequenceEqual(WithoutDots(path, FileSystem.WorkingDirectory() ?? []));

    /// <summary>The absolute path by its text alone, as if no component were a link.</summary>
    internal static byte[] WithoutDots(ReadOnlySpan<byte> path, ReadOnlySpan<byte> workingDirectory)
    {
        List<byte> absolute = [];
        ReadOnlySpan<byte> whole = path is [(byte)'/', ..] ? path : ByteString.JoinPath(workingDirectory, path);
        foreach (Range range in whole.Split((byte)'/'))
        {
            ReadOnlySpan<byte> name = whole[range];
            if (name.IsEmpty || name.SequenceEqual("."u8))
                continue;
            if (name.SequenceEqual(".."u8))
            {
                int slash = absolute.LastIndexOf((byte)'/');
                absolute.RemoveRange(Math.Max(slash, 0), absolute.Count - Math.Max(slash, 0));
                continue;
            }

            absolute.Add((byte)'/');
            absolute.AddRange(name);
        }

        return absolute.Count == 0 ? "/"u8.ToArray() : [.. absolute];
    }
}
