using Larder.Units.Layout;
using Larder.Units.StateFiles;

namespace Larder.Units.Scheduling;

/// <summary>
/// The units whose last builds ran programs that they had linked themselves. Known before a key is made; where the file is lost, such a unit's key is another one, it
/// is built again, and known again.
/// </summary>
/// <remarks>
/// A <see cref="StateFile"/>:
/// <code>
/// fields = texts names
/// </code>
/// </remarks>
internal sealed class Runners
{
    /// <summary>Versions: 1, the first.</summary>
    private static readonly StateFormat s_format = new("larder unit runners 1", 16 << 20);

    private readonly UnitDirectories _directories;
    private readonly HashSet<string> _units;

    internal Runners(UnitDirectories directories)
    {
        _directories = directories;
        _units = new(Read(directories.Runners), StringComparer.Ordinal);
    }

    internal bool Contains(string unit)
    {
        lock (_units)
            return _units.Contains(unit);
    }

    /// <summary>Notes what a build has shown.</summary>
    internal void Set(string unit, bool runs)
    {
        lock (_units)
        {
            if (!(runs ? _units.Add(unit) : _units.Remove(unit)))
                return;
            StateWriter writer = new(s_format);
            writer.Texts([.. _units.Order(StringComparer.Ordinal)]);
            StateFile.Save(_directories, _directories.Runners, writer);
        }
    }

    private static string[] Read(string path)
    {
        if (StateFile.Open(path, s_format) is not { } reader)
            return [];
        string[] units = reader.Texts();
        return reader.IsComplete ? units : [];
    }
}
