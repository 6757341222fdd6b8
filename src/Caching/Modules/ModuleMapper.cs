using Larder.Posix;

namespace Larder.Caching.Modules;

/// <summary>
/// Which file is which module's, as gcc has it: from a file (<c>-fmodule-mapper=FILE</c>), or by its own rule (gcc's manual, "C++ Module Mapper";
/// c++tools/resolver.cc).
/// <code>
/// mapper-file = { line "\n" }
/// line        = "$root" " " directory | module " " path
/// </code>
/// A file with anything else in it is not understood.
/// </summary>
internal sealed class ModuleMapper
{
    private readonly Dictionary<byte[], byte[]>? _files;

    private ModuleMapper(byte[] root, Dictionary<byte[], byte[]>? files)
    {
        Root = root;
        _files = files;
    }

    /// <summary>The directory below which files of header units are looked for.</summary>
    internal byte[] Root { get; }

    /// <summary>All files that it names; none for gcc's own rule.</summary>
    internal List<byte[]> Files => _files is null ? [] : new List<byte[]>(_files.Values);

    /// <summary>gcc's own rule: everything stands in gcm.cache.</summary>
    internal static ModuleMapper Default() => new("gcm.cache"u8.ToArray(), null);

    /// <summary>A mapper's file. Null where it isn't understood, or names the file of a header unit.</summary>
    internal static ModuleMapper? Read(ReadOnlySpan<byte> text)
    {
        byte[]? root = null;
        Dictionary<byte[], byte[]> files = new(ByteStringComparer.Instance);
        while (!text.IsEmpty)
        {
            int end = text.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = end < 0 ? text : text[..end];
            text = end < 0 ? default : text[(end + 1)..];
            if (line.IsEmpty)
                continue;
            int blank = line.IndexOf((byte)' ');
            if (blank <= 0 || blank == line.Length - 1 || line.IndexOfAny("\t\r\0"u8) >= 0 || line[(blank + 1)..].Contains((byte)' '))
                return null;
            byte[] name = line[..blank].ToArray();
            byte[] path = line[(blank + 1)..].ToArray();
            bool isRoot = name.AsSpan().SequenceEqual("$root"u8);
            if (isRoot ? root is not null || files.Count > 0 : !IsModuleName(name) || files.ContainsKey(name))
                return null;
            if (isRoot)
                root = path;
            else
                files.Add(name, Below(root, path));
        }

        return new ModuleMapper(root ?? "."u8.ToArray(), files);
    }

    /// <summary>The file of a module; null where the mapper has none.</summary>
    internal byte[]? PathOf(byte[] module)
    {
        if (_files is not null)
            return _files.GetValueOrDefault(module);
        byte[] name = module.AsSpan().ToArray();
        name.AsSpan().Replace((byte)':', (byte)'-');
        return ByteString.Concat("gcm.cache/"u8, name, ".gcm"u8);
    }

    private static byte[] Below(byte[]? root, byte[] path) =>
        root is null or [(byte)'.'] || path is [(byte)'/', ..] ? path : ByteString.Concat(root, "/"u8, path);

    /// <summary>Not a header's name, which has slashes.</summary>
    private static bool IsModuleName(ReadOnlySpan<byte> name) => name[0] is not ((byte)'.' or (byte)'/' or (byte)'$') && !name.Contains((byte)'/');
}
