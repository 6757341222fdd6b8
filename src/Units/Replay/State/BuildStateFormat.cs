using System.Globalization;
using System.Text;
using Larder.Posix;
using Larder.Storage;
using Larder.Units.Replay.Trees;
using Larder.Units.Sources;

namespace Larder.Units.Replay.State;

/// <summary>The file "state" of a build directory. Whatever isn't exactly so counts as none, and the directory as unknown.</summary>
/// <remarks>
/// <code>
/// file       = "larder-build 1" NL
///              "identity " DIGEST NL "mirrored " ("0" | "1") NL "ended " NUMBER NL "source " TEXT NL
///              { "s " file } { "m " file } { "d " MODE " " SIZE " " MTIME " " TEXT NL }
///              "sum " DIGEST NL                        -- of all bytes before
/// file       = KIND " " DIGEST " " MTIME " " CTIME " " TEXT NL
/// </code>
/// Numbers are decimal; KIND is <see cref="SourceFileKind"/>; DIGEST 64 hexadecimal digits; TEXT bytes without an end of line, in which "\n" and "\\" stand for that and
/// for a backslash. Version 1: the first.
/// </remarks>
internal static class BuildStateFormat
{
    private const string Version = "larder-build 1";

    // A million files, of a long path each.
    private const long LongestFile = 256 << 20;

    internal static byte[] Encode(BuildState state)
    {
        StringBuilder text = new();
        text.Append(Version).Append('\n');
        text.Append("identity ").Append(state.Identity).Append('\n');
        text.Append("mirrored ").Append(state.Mirrored ? '1' : '0').Append('\n');
        text.Append("ended ").Append(state.Ended).Append('\n');
        text.Append("source ").Append(Escaped(state.Source)).Append('\n');
        foreach (SeenSource file in state.Sources)
            Append(text, 's', file);
        foreach (SeenSource file in state.Mirror)
            Append(text, 'm', file);
        foreach (SeenDependency file in state.Dependencies)
            text.Append("d ").Append(file.Mode).Append(' ').Append(file.Size).Append(' ').Append(file.Modified).Append(' ').Append(Escaped(file.Path)).Append('\n');
        byte[] body = ByteText.Encode(text.ToString());
        return [.. body, .. ByteText.Encode($"sum {Digest.Of(body)}\n")];
    }

    /// <summary>Null where the bytes are no state.</summary>
    internal static BuildState? Decode(ReadOnlySpan<byte> bytes)
    {
        const int SumLength = 4 + Digest.HexSize + 1;
        if (bytes.Length < SumLength)
            return null;
        ReadOnlySpan<byte> body = bytes[..^SumLength];
        if (!bytes[^SumLength..].SequenceEqual(ByteText.Encode($"sum {Digest.Of(body)}\n")))
            return null;
        string[] lines = ByteText.Decode(body).Split('\n');
        const int HeadLines = 5;
        if (lines.Length <= HeadLines || lines[0] != Version || lines[^1].Length > 0
            || Field(lines[1], "identity ") is not { } identity || !Digest.TryParse(ByteText.Encode(identity), out Digest digest)
            || Field(lines[2], "mirrored ") is not ("0" or "1")
            || Field(lines[3], "ended ") is not { } ended || !Number(ended, out long end)
            || Field(lines[4], "source ") is not { } source)
            return null;

        List<SeenSource> sources = [];
        List<SeenSource> mirror = [];
        List<SeenDependency> dependencies = [];
        foreach (string line in lines.AsSpan(HeadLines..^1))
        {
            string[] fields = line.Split(' ', line.StartsWith('d') ? 5 : 6);
            if (fields is ["s" or "m", ..] && File(fields) is { } file)
                (fields[0] == "s" ? sources : mirror).Add(file);
            else if (fields is ["d", var mode, var size, var modified, var path]
                && uint.TryParse(mode, NumberStyles.None, CultureInfo.InvariantCulture, out uint m) && Number(size, out long s) && Number(modified, out long t))
                dependencies.Add(new SeenDependency(Unescaped(path), m, s, t));
            else
                return null;
        }

        return new BuildState
        {
            Identity = digest,
            Mirrored = lines[2].EndsWith('1'),
            Source = Unescaped(source),
            Ended = end,
            Sources = [.. sources],
            Mirror = [.. mirror],
            Dependencies = [.. dependencies],
        };
    }

    /// <summary>Null where there is none, or it is damaged.</summary>
    internal static BuildState? Load(string path) =>
        FileSystem.ReadAll(ByteText.Encode(path), out _, LongestFile) is { } bytes ? Decode(bytes) : null;

    /// <exception cref="UnitFault">It can't be written.</exception>
    internal static void Save(string path, BuildState state) => Tree.Write(path, Encode(state));

    private static void Append(StringBuilder text, char letter, SeenSource file) =>
        text.Append(letter).Append(' ').Append((int)file.Kind).Append(' ').Append(file.Content).Append(' ')
            .Append(file.Modified).Append(' ').Append(file.Changed).Append(' ').Append(Escaped(file.Path)).Append('\n');

    private static SeenSource? File(string[] fields) =>
        fields is [_, var kind, var content, var modified, var changed, var path]
        && Number(kind, out long k) && Enum.IsDefined((SourceFileKind)k) && Digest.TryParse(ByteText.Encode(content), out Digest digest)
        && Number(modified, out long m) && Number(changed, out long c)
            ? new SeenSource(Unescaped(path), (SourceFileKind)k, digest, m, c)
            : null;

    private static string? Field(string line, string name) => line.StartsWith(name, StringComparison.Ordinal) ? line[name.Length..] : null;

    // Times before 1970 are negative.
    private static bool Number(string text, out long number) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);

    private static string Escaped(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private static string Unescaped(string text)
    {
        StringBuilder plain = new(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 1 < text.Length)
                plain.Append(text[++i] == 'n' ? '\n' : text[i]);
            else
                plain.Append(text[i]);
        }

        return plain.ToString();
    }
}
