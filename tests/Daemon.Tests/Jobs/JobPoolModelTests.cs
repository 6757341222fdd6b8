using FsCheck;
using FsCheck.Fluent;
using Larder.Daemon.Jobs;

namespace Larder.Daemon.Tests.Jobs;

/// <summary>Random sequences of everything that can happen to the pool; after each step its promises hold.</summary>
public sealed class JobPoolModelTests
{
    /// <summary>Step by step; three numbers each, of which the first says what happens and the others with whom.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Promises_hold_after_every_step(int maxJobs)
    {
        Gen<int[]> step = Gen.ArrayOf(Gen.Choose(0, 999), 3);
        Gen<int[][]> steps = Gen.Choose(0, 120).SelectMany(count => Gen.ArrayOf(step, count));
        Config config = Config.QuickThrowOnFailure.WithMaxTest(150);
        Prop.ForAll(Arb.From(steps, Shrink), sequence =>
        {
            using JobPoolModel model = new(maxJobs);
            foreach (int[] one in sequence)
                model.Step(one[0], one[1], one[2]);
            model.End();
        }).Check(config);
    }

    /// <summary>Fewer steps: halves first, then single ones left out.</summary>
    private static IEnumerable<int[][]> Shrink(int[][] steps)
    {
        for (int length = steps.Length / 2; length > 0; length /= 2)
        {
            for (int start = 0; start + length <= steps.Length; start += length)
                yield return [.. steps[..start], .. steps[(start + length)..]];
        }
    }
}
