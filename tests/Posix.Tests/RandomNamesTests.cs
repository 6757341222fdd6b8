namespace Larder.Posix.Tests;

public sealed class RandomNamesTests
{
    [Fact]
    public void Names_are_hexadecimal_and_do_not_repeat()
    {
        HashSet<string> seen = [];
        byte[] name = new byte[16];
        for (int i = 0; i < 10_000; i++)
        {
            RandomNames.Fill(name);
            Assert.True(name.AsSpan().IndexOfAnyExcept("0123456789abcdef"u8) < 0);
            Assert.True(seen.Add(ByteString.Show(name)));
        }
    }

    [Fact]
    public void Longer_names_than_there_is_randomness_are_filled_to_the_end()
    {
        byte[] name = new byte[100];
        RandomNames.Fill(name);
        Assert.True(name.AsSpan().IndexOfAnyExcept("0123456789abcdef"u8) < 0);
    }

    [Fact]
    public void The_clocks_agree_with_the_systems()
    {
        long now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        Assert.InRange(Clock.Now.Seconds, now - 60, now + 60);
        Assert.InRange(Clock.FileTime.Seconds, now - 60, now + 60);
        Assert.InRange(Clock.FileTick.TotalNanoseconds, 1, 1_000_000_000);
        TimeSpec before = Clock.Monotonic;
        Assert.True(Clock.Monotonic.TotalNanoseconds >= before.TotalNanoseconds);
    }
}
