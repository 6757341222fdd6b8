using System.Security.Cryptography;
using System.Text;
using Larder.Units.Derivations;

namespace Larder.Units.Tests.Derivations;

public sealed class PlaceholderTests
{
    [Theory]
    [InlineData("out", "/1rz4g4znpzjwh1xymhjpm42vipw92pr73vdgl6xs1hycac8kf2n9")]
    [InlineData("dev", "/02qcpld1y6xhs5gz9bchpxaw0xdhmsp5dv88lh25r2ss44kh8dxz")]
    public void PlaceholdersAreThoseOfNix(string output, string placeholder) => Assert.Equal(placeholder, Placeholders.Of(output));

    [Fact]
    public void DigestsAreTheFrameworks()
    {
        // Around the lengths where the padding takes another block.
        foreach (int length in (int[])[0, 1, 3, 54, 55, 56, 57, 63, 64, 65, 118, 119, 120, 128, 1000])
        {
            byte[] input = Encoding.ASCII.GetBytes(new string('x', length));
            Assert.Equal(SHA256.HashData(input), Sha256.Of(input));
        }
    }
}
