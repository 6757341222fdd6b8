using Larder.Caching.Settings;
using Larder.Caching.Verification;

namespace Larder.Caching.Tests.Verification;

public sealed class HitSampleTests
{
    private const int Draws = 100_000;

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(SettingKinds.WholeShare, Draws, Draws)]

    // More than ten standard deviations to either side.
    [InlineData(SettingKinds.WholeShare / 4, 23_500, 26_500)]
    [InlineData(SettingKinds.WholeShare / 100, 650, 1_350)]
    public void So_many_are_taken(int share, int least, int most)
    {
        int taken = 0;
        for (int i = 0; i < Draws; i++)
            taken += HitSample.Takes(share) ? 1 : 0;
        Assert.InRange(taken, least, most);
    }
}
