using Larder.Daemon.Jobs;

namespace Larder.Daemon.Tests.Jobs;

/// <summary>Replays, their compiles and strangers come and go at random: no slot is used twice, none stands idle while somebody wants it, and all come to their end.</summary>
public sealed class LentSlotModelTests
{
    private const int Stranger = 0;

    /// <summary>Builders; the processes below one have its number and something.</summary>
    private static readonly int[] s_builders = [100, 200];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void No_slot_is_used_twice_and_none_stands_idle(int slots)
    {
        for (int seed = 0; seed < 100; seed++)
        {
            Random random = new(seed);
            using JobPoolBed bed = new(slots);
            for (int i = 1; i < 100; i++)
            {
                foreach (int builder in s_builders)
                    bed.Ancestry.Parents[builder + i] = builder;
            }

            List<Wish> wishes = [];
            for (int step = 0; step < 200; step++)
            {
                int builder = s_builders[random.Next(s_builders.Length)];
                switch (random.Next(6))
                {
                    case 0:
                        wishes.Add(new Wish(bed.AskToReplay(builder), builder, IsReplay: true));
                        break;
                    case 1 or 2 when wishes.Exists(wish => wish is { IsReplay: true, Asked.IsGranted: true } && wish.Builder == builder):
                        wishes.Add(new Wish(bed.Ask((ulong)random.Next(3), owner: new JobOwner(builder + random.Next(1, 100))), builder, IsReplay: false));
                        break;
                    case 3:
                        wishes.Add(new Wish(bed.Ask((ulong)random.Next(3), owner: new JobOwner(5)), Stranger, IsReplay: false));
                        break;
                    default:
                        EndOne(wishes, random);
                        break;
                }

                Check(bed, wishes, slots, $"seed {seed}, step {step}");
            }

            while (wishes.Count > 0)
            {
                Assert.True(EndOne(wishes, random), $"seed {seed}: {wishes.Count} wait for ever");
                Check(bed, wishes, slots, $"seed {seed}, at the end");
            }

            Assert.Equal((0, 0, 0), (bed.Pool.Snapshot().LeasesHeld, bed.Pool.Snapshot().NestedHeld, bed.Pool.Snapshot().LeasesWaitedFor));
        }
    }

    private static bool EndOne(List<Wish> wishes, Random random)
    {
        Wish[] held = [.. wishes.Where(wish => wish.Asked.IsGranted)];
        if (held.Length == 0)
            return false;
        Wish ended = held[random.Next(held.Length)];
        ended.Asked.End();
        wishes.Remove(ended);
        return true;
    }

    private static void Check(JobPoolBed bed, List<Wish> wishes, int slots, string when)
    {
        Wish[] held = [.. wishes.Where(wish => wish.Asked.IsGranted)];
        int taken = held.Count(wish => !wish.Asked.Lease.IsNested);
        Assert.True(taken <= slots, $"{when}: {taken} of {slots} slots");
        Assert.True(taken == slots || !wishes.Exists(wish => wish.Asked.Waits), $"{when}: somebody waits for a slot that is free");
        foreach (int builder in s_builders)
        {
            // What was lent by a replay that has ended runs on; its slot was counted when it was lent.
            int lends = held.Count(wish => wish.IsReplay && wish.Builder == builder);
            int lent = held.Count(wish => !wish.IsReplay && wish.Builder == builder && wish.Asked.Lease.IsNested);
            Assert.True(lent >= lends || !wishes.Exists(wish => wish.Asked.Waits && !wish.IsReplay && wish.Builder == builder), $"{when}: a compile of {builder} waits for a slot that is lent to nobody");
        }

        Assert.DoesNotContain(held, wish => wish.Builder == Stranger && wish.Asked.Lease.IsNested);
        Assert.Equal(held.Length, bed.Pool.Snapshot().LeasesHeld);
    }

    private sealed record Wish(JobPoolBed.Asked Asked, int Builder, bool IsReplay);
}
