using System.Globalization;
using System.Text;
using Larder.Posix;
using Larder.Storage;
using Larder.Units.Layout;
using Larder.Units.Sources;

namespace Larder.Units.Scheduling;

/// <summary>
/// A <see cref="BuildRecord"/> as a file. One that can't be read is as good as none: the unit is then built "for the first time".
/// </summary>
/// <remarks>
/// <code>
/// record     = "larder unit record " version LF line*
/// line       = "key " digest | "identity " digest | "source " digest | "time " number | "milliseconds " number
///            | "attribute " digest " " name | "dependency " use " " digest " " name | "file " kind " " digest " " name        each ended by LF
/// digest     = 64 hexadecimal digits            use, kind, number = decimal digits
/// name       = text with "\\" for a backslash and "\n" for a line's end
/// </code>
/// </remarks>
internal static class BuildRecordFile
{
    /// <summary>1: the first.</summary>
    private const int Version = 1;

    private const string Title = "larder unit record ";

    /// <summary>More than any project's list of files takes.</summary>
    private const long LargestFile = 256L << 20;

    internal static BuildRecord? Read(string path)
    {
        byte[]? bytes = FileSystem.ReadAll(ByteText.Encode(path), out _, LargestFile);
        return bytes is null ? null : Parse(ByteText.Decode(bytes));
    }

    internal static void Write(string path, BuildRecord record)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"{Title}{Version}\n");
        text.Append(CultureInfo.InvariantCulture, $"key {record.Key}\nidentity {record.Identity}\nsource {record.Source}\n");
        text.Append(CultureInfo.InvariantCulture, $"time {record.Time}\nmilliseconds {record.Milliseconds}\n");
        foreach ((string name, Digest value) in record.Attributes)
            text.Append(CultureInfo.InvariantCulture, $"attribute {value} {Escape(name)}\n");
        foreach (DependencyView dependency in record.Dependencies)
            text.Append(CultureInfo.InvariantCulture, $"dependency {(int)dependency.Use} {dependency.Digest} {Escape(dependency.Name)}\n");
        foreach (SourceFile file in record.Files)
            text.Append(CultureInfo.InvariantCulture, $"file {(int)file.Kind} {file.Content} {Escape(file.Path)}\n");
        StateFile.Write(path, ByteText.Encode(text.ToString()));
    }

    private static BuildRecord? Parse(string text)
    {
        string[] lines = text.Split('\n');
        if (lines.Length < 2 || lines[0] != Title + Version.ToString(CultureInfo.InvariantCulture) || lines[^1].Length > 0)
            return null;
        Dictionary<string, Digest> digests = new(StringComparer.Ordinal);
        Dictionary<string, long> numbers = new(StringComparer.Ordinal);
        SortedDictionary<string, Digest> attributes = new(StringComparer.Ordinal);
        List<DependencyView> dependencies = [];
        List<SourceFile> files = [];
        foreach (string line in lines.AsSpan(1, lines.Length - 2))
        {
            string[] words = line.Split(' ', line.StartsWith("dependency ", StringComparison.Ordinal) || line.StartsWith("file ", StringComparison.Ordinal) ? 4 : 3);
            switch (words)
            {
                case ["key" or "identity" or "source", string digest] when TryDigest(digest, out Digest value):
                    digests[words[0]] = value;
                    break;
                case ["time" or "milliseconds", string number] when long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out long value):
                    numbers[words[0]] = value;
                    break;
                case ["attribute", string digest, string name] when TryDigest(digest, out Digest value):
                    attributes[Unescape(name)] = value;
                    break;
                case ["dependency", string use, string digest, string name] when TryDigest(digest, out Digest value) && TryKind(use, out DependencyUse known):
                    dependencies.Add(new DependencyView(Unescape(name), known, value));
                    break;
                case ["file", string kind, string digest, string name] when TryDigest(digest, out Digest value) && TryKind(kind, out SourceFileKind known):
                    files.Add(new SourceFile(Unescape(name), known, value));
                    break;
                default:
                    return null;
            }
        }

        return digests.Count < 3 || numbers.Count < 2 ? null : new BuildRecord
        {
            Key = digests["key"],
            Identity = digests["identity"],
            Source = digests["source"],
            Time = numbers["time"],
            Milliseconds = numbers["milliseconds"],
            Attributes = attributes,
            Dependencies = [.. dependencies],
            Files = [.. files],
        };
    }

    private static bool TryDigest(string hex, out Digest digest) => Digest.TryParse(ByteText.Encode(hex), out digest);

    private static bool TryKind<T>(string number, out T kind)
        where T : struct, Enum
    {
        kind = default;
        if (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int value))
            return false;
        kind = (T)Enum.ToObject(typeof(T), value);
        return Enum.IsDefined(kind);
    }

    private static string Escape(string name) => name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private static string Unescape(string name)
    {
        if (!name.Contains('\\', StringComparison.Ordinal))
            return name;
        StringBuilder plain = new();
        for (int i = 0; i < name.Length; i++)
            plain.Append(name[i] != '\\' || i + 1 == name.Length ? name[i] : name[++i] == 'n' ? '\n' : name[i]);
        return plain.ToString();
    }
}
