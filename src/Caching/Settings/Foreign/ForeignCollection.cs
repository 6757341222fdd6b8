using Larder.Posix;

namespace Larder.Caching.Settings.Foreign;

/// <summary>Values as they are read, from the least source to the one that goes over all others.</summary>
internal sealed class ForeignCollection(IReadOnlyList<ForeignRow> rows)
{
    private readonly ForeignValue?[] _values = new ForeignValue?[rows.Count];
    private readonly List<SettingProblem> _problems = [];

    internal IReadOnlyList<SettingProblem> Problems => _problems;

    internal IReadOnlyList<ForeignValue> Values
    {
        get
        {
            List<ForeignValue> given = [];
            foreach (ForeignValue? value in _values)
            {
                if (value is not null)
                    given.Add(value);
            }

            return given;
        }
    }

    /// <summary>The value of a setting so far; null where none is given.</summary>
    internal byte[]? TextOf(string name)
    {
        int index = IndexOf(name);
        return index < 0 ? null : _values[index]?.Text;
    }

    /// <summary>The row of a name in a file, or -1.</summary>
    internal int IndexOf(ReadOnlySpan<char> name)
    {
        for (int i = 0; i < rows.Count; i++)
        {
            if (name.Length > 0 && name.SequenceEqual(rows[i].Name))
                return i;
        }

        return -1;
    }

    /// <summary>The row of a variable, given without the prefix, or -1.</summary>
    internal int IndexOfVariable(ReadOnlySpan<char> name)
    {
        for (int i = 0; i < rows.Count; i++)
        {
            string variable = rows[i].Variable;
            if (variable.EndsWith('*') ? name.StartsWith(variable.AsSpan(0, variable.Length - 1)) : name.SequenceEqual(variable))
                return i;
        }

        return -1;
    }

    internal ForeignRow Row(int index) => rows[index];

    /// <summary>Sets a value; a wrong one is a problem and leaves what was there.</summary>
    /// <param name="index">The row.</param>
    /// <param name="text">The value.</param>
    /// <param name="source">The variable, or file and line.</param>
    /// <param name="origin">"environment", "command line" or the file.</param>
    internal void Set(int index, ReadOnlySpan<byte> text, byte[] source, byte[] origin)
    {
        ForeignRow row = rows[index];
        ForeignValues.Translate(row, text, origin.AsSpan().SequenceEqual("environment"u8), out byte[]? ours, out string? problem);
        if (problem is not null)
            AddProblem(source, problem);
        else
            _values[index] = new ForeignValue(row, text.ToArray(), ours, source, origin);
    }

    /// <summary>Sets a flag.</summary>
    internal void Set(int index, bool isOn, byte[] source, byte[] origin)
    {
        ReadOnlySpan<byte> text = isOn ? "true"u8 : "false"u8;
        _values[index] = new ForeignValue(rows[index], text.ToArray(), ForeignValues.OfFlag(rows[index].Kind, isOn), source, origin);
    }

    internal void AddProblem(byte[] source, string problem) => _problems.Add(SettingProblem.OfOthers(source, problem));
}
