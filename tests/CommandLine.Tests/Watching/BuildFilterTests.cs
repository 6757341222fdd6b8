using Larder.CommandLine.Watching;
using Larder.Storage;

namespace Larder.CommandLine.Tests.Watching;

public sealed class BuildFilterTests
{
    private static readonly ulong s_make = StatisticsFacts.SessionOf(4711, started: 1234);
    private static readonly ulong s_named = StatisticsFacts.SessionOf("ci-7"u8);
    private static readonly ulong s_digits = StatisticsFacts.SessionOf("4711"u8);

    [Fact]
    public void A_build_is_chosen_by_its_name_its_process_or_its_session()
    {
        Assert.Equal([true, true, true], Shown(BuildFilter.All));
        Assert.Equal([true, false, true], Shown(BuildFilter.Of("4711")));
        Assert.Equal([false, true, false], Shown(BuildFilter.Of("ci-7")));
        Assert.Equal([true, false, false], Shown(BuildFilter.Of(s_make.ToString())));
        Assert.Equal([false, false, false], Shown(BuildFilter.Of("0")));
        Assert.Equal([false, false, false], Shown(BuildFilter.Of("")));
    }

    private static bool[] Shown(BuildFilter filter) => [filter.Shows(s_make), filter.Shows(s_named), filter.Shows(s_digits)];
}
