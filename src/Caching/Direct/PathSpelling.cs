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
}
