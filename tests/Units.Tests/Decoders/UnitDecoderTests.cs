using Larder.Units.Tests.Harness;
using Xunit.Abstractions;

namespace Larder.Units.Tests.Decoders;

/// <summary>Damaged inputs for every decoder of units (<see cref="DecoderTrial"/>).</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class UnitDecoderTests(NixStore nix, ITestOutputHelper output) : IClassFixture<NixStore>
{
    [NixFact]
    public void No_decoder_throws_hangs_or_allocates_beyond_bounds()
    {
        using UnitDecoders decoders = new(new RealState(nix));
        DecoderTrial.Run(decoders.All, output);
    }
}
