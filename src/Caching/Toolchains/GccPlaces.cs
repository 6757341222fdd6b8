using Larder.Caching.Running;
using Larder.Compilers;
using Larder.Posix;

namespace Larder.Caching.Toolchains;

/// <summary>
/// Where gcc's driver looks for its programs and specs, and could find others tomorrow (gcc manual, "Directory Options" and
/// "Spec Files"; gcc.cc, find_a_program). Its own list names the directories that don't exist too, which <c>-v</c> leaves out.
/// </summary>
internal sealed class GccPlaces
{
    private readonly List<byte[]> _programs = [];
    private readonly byte[] _version;
    private readonly byte[] _target;

    private GccPlaces(byte[] version)
    {
        _version = version;
        _target = ByteString.DirectoryPrefix(version).TrimEnd((byte)'/').ToArray();
    }

    /// <summary>Asks the driver (<c>-print-search-dirs</c>). Null where it doesn't say.</summary>
    internal static GccPlaces? Ask(byte[] compiler, List<byte[]> words, ProcessEnvironment environment)
    {
        CapturedRun? run = CapturedRun.Of(compiler, [.. words, "-print-search-dirs"u8.ToArray()], environment);
        if (run is not { Exit.Succeeded: true })
            return null;
        ReadOnlySpan<byte> install = Line(run.Output, "install: "u8);
        if (install.IsEmpty)
            return null;
        GccPlaces places = new(install.TrimEnd((byte)'/').ToArray());
        ReadOnlySpan<byte> list = Line(run.Output, "programs: ="u8);
        while (!list.IsEmpty)
        {
            int colon = list.IndexOf((byte)':');
            places._programs.Add((colon < 0 ? list : list[..colon]).ToArray());
            list = colon < 0 ? default : list[(colon + 1)..];
        }

        return places;
    }

    /// <summary>
    /// A program that appears earlier in the search, or under the target's name, takes the place of the one that runs now.
    /// </summary>
    internal void AddEarlierPrograms(ToolchainInputs inputs, ReadOnlySpan<byte> role, ReadOnlySpan<byte> found)
    {
        byte[] prefixed = ByteString.Concat(ByteString.FileName(_target), "-"u8, role);
        foreach (byte[] directory in _programs)
        {
            byte[] plain = ByteString.Concat(directory, role);
            inputs.AddPlace(ByteString.Concat(directory, prefixed));
            inputs.AddPlace(plain);
            if (plain.AsSpan().SequenceEqual(found))
                return;
        }
    }

    /// <summary>Where a file <c>specs</c> would replace what is built in, and headers below a -B prefix would be searched.</summary>
    internal void AddPrefixes(ToolchainInputs inputs, Compilation compilation)
    {
        byte[] below = ByteString.JoinPath(ByteString.FileName(_target), ByteString.FileName(_version));
        byte[] tools = ByteString.JoinPath(ByteString.Concat(_version, "/../../../../"u8, ByteString.FileName(_target)), "lib"u8);
        inputs.AddPlace(_version);
        foreach (byte[] directory in (ReadOnlySpan<byte[]>)[_version, _target, tools, ByteString.JoinPath(tools, below)])
            inputs.AddOptional(ByteString.JoinPath(directory, "specs"u8));
        foreach (ParsedArgument argument in compilation.Parsed)
        {
            if (!argument.Name.SequenceEqual("-B"u8) && !argument.Name.SequenceEqual("--prefix"u8) && !argument.Name.SequenceEqual("--prefix="u8))
                continue;

            // A prefix is a directory where one is there, else the beginning of a name.
            foreach (byte[] prefix in (byte[][])[argument.Value.ToArray(), ByteString.JoinPath(argument.Value, ""u8)])
            {
                inputs.AddOptional(ByteString.Concat(prefix, "specs"u8));
                inputs.AddOptional(ByteString.Concat(prefix, below, "/specs"u8));
                inputs.AddPlace(ByteString.Concat(prefix, "include"u8));
                inputs.AddPlace(ByteString.Concat(prefix, ByteString.FileName(_target), "/include"u8));
                inputs.AddPlace(ByteString.Concat(prefix, below, "/include"u8));
            }
        }
    }

    private static ReadOnlySpan<byte> Line(ReadOnlySpan<byte> text, ReadOnlySpan<byte> start)
    {
        int at = text.IndexOf(start);
        if (at < 0)
            return default;
        text = text[(at + start.Length)..];
        int end = text.IndexOf((byte)'\n');
        return end < 0 ? text : text[..end];
    }
}
