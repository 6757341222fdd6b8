using Larder.Caching.Neutral;
using Larder.Caching.Toolchains;
using Larder.Compilers;
using Larder.Posix;
using Larder.Storage;
using Larder.Storage.Manifests;

namespace Larder.Caching.Direct;

/// <summary>
/// gcc names a system header by its path without links where that is shorter (-fcanonical-system-headers; libcpp/files.cc,
/// maybe_shorter_path), in <c>__FILE__</c>, dependency files and debug information alike. So for a system header that is reached
/// through a link, where the link leads is an input besides the content.
/// </summary>
internal sealed class CanonicalHeaders
{
    private readonly InputSetBuilder _inputs;
    private readonly NeutralPaths? _neutral;
    private readonly List<byte[]> _systemPrefixes = [];
    private readonly Dictionary<byte[], bool> _directories = new(ByteStringComparer.Instance);
    private byte[]? _workingDirectory;

    internal CanonicalHeaders(Compilation compilation, Toolchain toolchain, InputSetBuilder inputs, NeutralPaths? neutral)
    {
        _inputs = inputs;
        _neutral = neutral;
        if (toolchain.Family != CompilerFamily.Gcc)
            return;
        foreach (byte[] directory in toolchain.AngleDirectories)
        {
            if (!IsUsers(compilation, directory))
                _systemPrefixes.Add(ByteString.JoinPath(directory, ""u8));
        }
    }

    /// <summary>Records where a header leads, if that counts.</summary>
    internal void Add(byte[] path)
    {
        foreach (byte[] prefix in _systemPrefixes)
        {
            if (!path.AsSpan().StartsWith(prefix))
                continue;
            if (PassesLinks(path) && FileSystem.RealPath(path) is { } real)
            {
                _inputs.Add(path, InputKind.RealPath, Digest.Of(real));
                _neutral?.Notice(real);
            }

            return;
        }
    }

    private static bool IsUsers(Compilation compilation, ReadOnlySpan<byte> directory)
    {
        foreach (ParsedArgument argument in compilation.Parsed)
        {
            if (argument.Name.SequenceEqual("-I"u8) && argument.Value.SequenceEqual(directory))
                return true;
        }

        return false;
    }

    private bool PassesLinks(byte[] path)
    {
        ReadOnlySpan<byte> directory = ByteString.DirectoryPrefix(path);
        if (!_directories.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(directory, out bool linked))
        {
            linked = FileSystem.RealPath(directory) is not { } real || !real.AsSpan().SequenceEqual(WithoutDots(directory));
            _directories.Add(directory.ToArray(), linked);
        }

        return linked || (FileSystem.LinkStat(path, out FileStatus status) == Errno.None && status.IsSymbolicLink);
    }

    /// <summary>The absolute path by its text alone, as if no component were a link.</summary>
    private byte[] WithoutDots(ReadOnlySpan<byte> directory)
    {
        List<byte> absolute = [];
        ReadOnlySpan<byte> whole = directory is [(byte)'/', ..]
            ? directory
            : ByteString.JoinPath(_workingDirectory ??= FileSystem.WorkingDirectory() ?? [], directory);
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
