using System.Globalization;

namespace Larder.Units.Tests.Workers;

/// <summary>What a test runs in another process, to be killed: <c>artifacts DIR SEED</c>.</summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        if (arguments is not ["artifacts", string root, string seed])
            return 2;
        ArtifactWork.Run(root, int.Parse(seed, CultureInfo.InvariantCulture));
        return 0;
    }
}
