using System.Globalization;
using Larder.Posix;
using Larder.Storage;

namespace Larder.CommandLine.Watching;

/// <summary>The builds that are shown: all, or the one that was chosen by its name, the number of its topmost process, or that of its session.</summary>
internal sealed class BuildFilter
{
    private readonly ulong[] _numbers;

    private BuildFilter(ulong[] numbers) => _numbers = numbers;

    internal static BuildFilter All { get; } = new([]);

    internal bool IsAll => _numbers.Length == 0;

    /// <summary>Digits may be a name too.</summary>
    internal static BuildFilter Of(string chosen)
    {
        ulong named = StatisticsFacts.SessionOf(ByteText.Encode(chosen));
        return new(ulong.TryParse(chosen, NumberStyles.None, CultureInfo.InvariantCulture, out ulong number) ? [number, named] : [named]);
    }

    internal bool Shows(ulong session) =>
        IsAll || _numbers.Contains(session) || (StatisticsFacts.ProcessOf(session) is > 0 and uint process && _numbers.Contains(process));
}
