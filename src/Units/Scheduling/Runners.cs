using Larder.Posix;
using Larder.Units.Layout;

namespace Larder.Units.Scheduling;

/// <summary>
/// The units whose last builds ran programs that they had linked themselves. Known before a key is made; where the file is lost, such a unit's key is another one, it
/// is built again, and known again.
/// </summary>
internal sealed class Runners
{
    private const long LargestFile = 16L << 20;

    private readonly UnitDirectories _directories;
    private readonly HashSet<string> _units;

    internal Runners(UnitDirectories directories)
    {
        _directories = directories;
        byte[]? file = FileSystem.ReadAll(ByteText.Encode(directories.Runners), out _, LargestFile);
        _units = new(file is null ? [] : ByteText.Decode(file).Split('\n', StringSplitOptions.RemoveEmptyEntries), StringComparer.Ordinal);
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
            if (runs ? _units.Add(unit) : _units.Remove(unit))
                StateFile.Write(_directories.Runners, ByteText.Encode(string.Concat(_units.Order(StringComparer.Ordinal).Select(name => name + "\n"))));
        }
    }
}
