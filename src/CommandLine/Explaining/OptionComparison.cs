using Larder.Posix;
using Larder.Storage;

namespace Larder.CommandLine.Explaining;

/// <summary>Compares two command lines as they entered their keys.</summary>
internal static class OptionComparison
{
    /// <summary>Options of which the last one counts, whatever stands behind these letters.</summary>
    private static readonly string[] s_levels = ["-O", "-g", "-std", "-march", "-mtune", "-x"];

    /// <summary>Options that are written in one word with their value.</summary>
    private static readonly string[] s_joined = ["-D", "-U", "-I", "-O", "-g", "-W", "-f", "-m", "-L", "-B"];

    internal static List<Cause> Compare(IReadOnlyList<KeyEntry> before, IReadOnlyList<KeyEntry> after)
    {
        List<KeyPart> old = Parts(before);
        List<KeyPart> now = Parts(after);
        List<KeyPart> gone = Without(old, now);
        List<KeyPart> added = Without(now, old);
        List<Cause> causes = [];
        foreach (KeyPart part in added.ToArray())
        {
            if (gone.Find(other => other.Name == part.Name) is not { } other)
                continue;
            causes.Add(new Cause(CauseKind.Option, $"`{part.Text}` was `{other.Text}`") { Was = other.Text, Now = part.Text });
            gone.Remove(other);
            added.Remove(part);
            old.Remove(other);
            now.Remove(part);
        }

        causes.AddRange(added.Select(static part => new Cause(CauseKind.Option, $"`{part.Text}` is new") { Now = part.Text }));
        causes.AddRange(gone.Select(static part => new Cause(CauseKind.Option, $"`{part.Text}` is gone") { Was = part.Text }));

        // Of those that both have, whatever else differs.
        if (FirstMoved(Without(old, gone), Without(now, added)) is var (moved, passed))
            causes.Add(new Cause(CauseKind.OptionOrder, $"`{moved.Text}` stands before `{passed.Text}` now") { Was = passed.Text, Now = moved.Text });
        return causes;
    }

    /// <summary>The options with their values.</summary>
    internal static List<KeyPart> Parts(IReadOnlyList<KeyEntry> entries)
    {
        List<KeyPart> parts = [];
        for (int i = 0; i < entries.Count; i++)
        {
            if (entries[i].Label.AsSpan().SequenceEqual("unknown-option"u8))
            {
                string word = Text(entries[i]);
                parts.Add(new KeyPart(word, NameOf(word, string.Empty)));
            }
            else if (entries[i].Label.AsSpan().SequenceEqual("option"u8))
            {
                string option = Text(entries[i]);
                List<string> values = [];
                while (i + 1 < entries.Count && entries[i + 1].Label.AsSpan().SequenceEqual("value"u8))
                    values.Add(Text(entries[++i]));
                string value = string.Join(' ', values);
                bool isJoined = value.Length == 0 || option.EndsWith('=') || option.EndsWith(',') || s_joined.Contains(option, StringComparer.Ordinal);
                parts.Add(new KeyPart(option + (isJoined ? string.Empty : " ") + value, NameOf(option, value)));
            }
        }

        return parts;
    }

    private static string NameOf(string option, string value)
    {
        if (option.StartsWith("--", StringComparison.Ordinal))
            option = option[1..];
        string whole = option + value;
        if (option is "-D" or "-U")
            return "-D" + value.Split('=', '(')[0];
        if (whole.StartsWith("-fno-", StringComparison.Ordinal) || whole.StartsWith("-mno-", StringComparison.Ordinal) || whole.StartsWith("-Wno-", StringComparison.Ordinal))
            whole = whole[..2] + whole[5..];
        if (option is "-I" or "-isystem" or "-iquote" or "-idirafter" or "-include" or "-imacros")
            return whole;
        int equals = whole.IndexOf('=', StringComparison.Ordinal);
        string name = equals > 0 ? whole[..equals] : option.Length > 0 && value.Length > 0 ? option : whole;
        return s_levels.FirstOrDefault(level => name == level || (level.Length == 2 && level != "-x" && name.StartsWith(level, StringComparison.Ordinal) && IsLevel(name[2..]))) ?? name;
    }

    /// <summary>-O2, -Os, -g3, -ggdb: the part behind the letter is short and has no dash.</summary>
    private static bool IsLevel(string rest) => rest is "" or "s" or "z" or "g" or "fast" or "gdb" or "line-tables-only" || (rest.Length == 1 && char.IsAsciiDigit(rest[0]))
        || rest.StartsWith("dwarf", StringComparison.Ordinal) || rest.StartsWith("gdb", StringComparison.Ordinal);

    private static List<KeyPart> Without(List<KeyPart> parts, List<KeyPart> others)
    {
        Dictionary<string, int> counts = others.GroupBy(static part => part.Text, StringComparer.Ordinal).ToDictionary(static group => group.Key, static group => group.Count(), StringComparer.Ordinal);
        List<KeyPart> rest = [];
        foreach (KeyPart part in parts)
        {
            if (counts.TryGetValue(part.Text, out int count) && count > 0)
                counts[part.Text] = count - 1;
            else
                rest.Add(part);
        }

        return rest;
    }

    private static (KeyPart Moved, KeyPart Passed)? FirstMoved(List<KeyPart> old, List<KeyPart> now)
    {
        for (int i = 0; i < Math.Min(old.Count, now.Count); i++)
        {
            if (old[i].Text != now[i].Text)
                return (now[i], old[i]);
        }

        return null;
    }

    private static string Text(KeyEntry entry) => ByteText.Show(entry.Value);
}
