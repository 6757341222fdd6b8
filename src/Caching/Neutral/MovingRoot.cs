using Larder.Caching.Toolchains;
using Larder.Compilers;
using Larder.Posix;

namespace Larder.Caching.Neutral;

/// <summary>The directory that a checkout lies in, as far as one compile shows: what may be another one elsewhere.</summary>
/// <param name="Path">Its absolute path, without a slash at its end.</param>
/// <param name="Up">How it is reached from the working directory: "../" as often as it takes.</param>
internal sealed record MovingRoot(byte[] Path, byte[] Up)
{
    /// <summary>
    /// The root that one spelling of the working directory has. Null where that lies below none of the base directories, nothing absolute below the same
    /// one is on the command line, or the root has a character that somebody writes otherwise than it is.
    /// </summary>
    internal static MovingRoot? Find(byte[][] bases, byte[] here, Compilation compilation, Toolchain toolchain)
    {
        if (here is not [(byte)'/', ..] || here is [.., (byte)'/'] || !IsPlain(here))
            return null;
        ReadOnlySpan<byte> @base = default;
        foreach (byte[] directory in bases)
        {
            ReadOnlySpan<byte> trimmed = directory.AsSpan().TrimEnd((byte)'/');
            if (IsBelow(trimmed, here) && !trimmed.IsEmpty && (@base.IsEmpty || trimmed.Length < @base.Length))
                @base = trimmed;
        }

        if (@base.IsEmpty)
            return null;
        ReadOnlySpan<byte> root = here;
        bool isNeeded = false;
        foreach (byte[] path in Paths(compilation, toolchain))
        {
            if (!IsBelow(@base, path))
                continue;
            isNeeded = true;
            root = Common(root, path);
        }

        if (!isNeeded || !IsSafe(root, compilation))
            return null;
        byte[] up = Ascent(here.AsSpan(root.Length));
        return FileSystem.Stat(up.Length == 0 ? "."u8 : up, out FileStatus reached) == Errno.None
            && FileSystem.Stat(root, out FileStatus named) == Errno.None && reached.IsSameFileAs(in named)
            ? new MovingRoot(root.ToArray(), up)
            : null;
    }

    /// <summary>The texts by which the root can be known: its own, the same without links, and further ones that don't hold either.</summary>
    internal byte[][] Texts(byte[][] further)
    {
        List<byte[]> texts = [Path];
        byte[]? real = FileSystem.RealPath(Path);
        foreach (byte[] text in real is null ? further : [real, .. further])
        {
            if (text.Length > 0 && !texts.Exists(known => text.AsSpan().IndexOf(known) >= 0))
                texts.Add(text);
        }

        return [.. texts];
    }

    private static IEnumerable<byte[]> Paths(Compilation compilation, Toolchain toolchain)
    {
        yield return compilation.Source;
        if (compilation.OutputMatters)
            yield return compilation.OutputPath;
        foreach (ParsedArgument argument in compilation.Parsed)
        {
            if (argument.Name.EndsWith("-prefix-map="u8))
                yield return argument.Value[..Math.Max(argument.Value.IndexOf((byte)'='), 0)].ToArray();
            else if (argument.IsSearchDirectory || argument.IsInclude || argument.IsDependencyTarget)
                yield return argument.Value.ToArray();
        }

        foreach (byte[] directory in toolchain.QuoteDirectories)
            yield return directory;
        foreach (byte[] directory in toolchain.AngleDirectories)
            yield return directory;
    }

    /// <summary>The whole components that two absolute paths have in common from the start, by their text.</summary>
    private static ReadOnlySpan<byte> Common(ReadOnlySpan<byte> root, ReadOnlySpan<byte> path)
    {
        int length = root.CommonPrefixLength(path);
        bool isWhole = (length == root.Length || root[length] == (byte)'/') && (length == path.Length || path[length] == (byte)'/');
        if (!isWhole)
            length = root[..length].LastIndexOf((byte)'/');
        return root[..Math.Max(length, 0)].TrimEnd((byte)'/');
    }

    private static bool IsBelow(ReadOnlySpan<byte> directory, ReadOnlySpan<byte> path) =>
        path.StartsWith(directory) && (path.Length == directory.Length || path[directory.Length] == (byte)'/');

    private static bool IsPlain(ReadOnlySpan<byte> path) =>
        path.IndexOf("//"u8) < 0 && path.IndexOf("/./"u8) < 0 && path.IndexOf("/../"u8) < 0 && !path.EndsWith("/."u8) && !path.EndsWith("/.."u8);

    private static byte[] Ascent(ReadOnlySpan<byte> below)
    {
        List<byte> up = [];
        foreach (byte b in below)
        {
            if (b == '/')
                up.AddRange("../"u8);
        }

        return [.. up];
    }

    /// <summary>Characters that stand for themselves in diagnostics, string literals and renamings; in assembly other bytes than ASCII's don't.</summary>
    private static bool IsSafe(ReadOnlySpan<byte> root, Compilation compilation)
    {
        foreach (byte b in root)
        {
            bool isSafe = b >= 0x80 ? compilation.Stage == CompileStage.Object : char.IsAsciiLetterOrDigit((char)b) || "/._+-,@%~ $#"u8.Contains(b);
            if (!isSafe)
                return false;
        }

        return root.Length > 1;
    }
}
