using Xunit.Abstractions;

namespace Larder.Suites.Decoders;

/// <summary>Damaged inputs for every decoder of the cache (<see cref="DecoderTrial"/>); those of units are in their own tests.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class DecoderFuzzSuite(ITestOutputHelper output)
{
    [Fact]
    public void No_decoder_throws_hangs_or_allocates_beyond_bounds()
    {
        using DecoderTable table = new(new RealEntries());
        DecoderTrial.Run(table.All, output);
    }
}
