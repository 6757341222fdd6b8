namespace Larder.Posix.Tests;

public sealed class ProcessEnvironmentTests
{
    private static readonly ProcessEnvironment Sample = new(
    [
        "A=1"u8.ToArray(), "AB=2"u8.ToArray(), "EMPTY="u8.ToArray(), "A=3"u8.ToArray(), "NOEQUALS"u8.ToArray(), [(byte)'R', (byte)'=', 0xff, 0xfe], "=odd"u8.ToArray(), [],
    ]);

    [Fact]
    public void The_first_of_several_words_of_a_name_counts()
    {
        Assert.Equal("1"u8.ToArray(), Sample.Get("A"u8));
        Assert.Equal("2"u8.ToArray(), Sample.Get("AB"u8));
        Assert.Equal([0xff, 0xfe], Sample.Get("R"u8));
        Assert.Empty(Sample.Get("EMPTY"u8)!);
        Assert.Null(Sample.Get("NOEQUALS"u8));
        Assert.Null(Sample.Get("B"u8));
        Assert.Null(Sample.Get("NONE"u8));
    }

    [Fact]
    public void A_setting_takes_the_place_of_all_words_of_its_name_and_no_others()
    {
        ProcessEnvironment changed = Sample.With("A=new"u8.ToArray(), "FRESH=x"u8.ToArray());
        Assert.Equal("new"u8.ToArray(), changed.Get("A"u8));
        Assert.Equal("x"u8.ToArray(), changed.Get("FRESH"u8));
        Assert.Equal("2"u8.ToArray(), changed.Get("AB"u8));
        Assert.Equal(8, changed.Words.Length);
        Assert.Single(changed.Words.ToArray(), word => word.AsSpan().StartsWith("A="u8));
        Assert.Contains(changed.Words.ToArray(), word => word.AsSpan().SequenceEqual("NOEQUALS"u8));
        Assert.Equal(8, Sample.Words.Length);
    }

    [Fact]
    public void The_processs_own_environment_is_read_as_it_is()
    {
        string? path = Environment.GetEnvironmentVariable("PATH");
        Assert.Equal(path, ByteString.Show(ProcessEnvironment.Current().Get("PATH"u8)));
    }

    [Fact]
    public void The_processs_own_words_are_read_as_they_are()
    {
        byte[][] expected = File.ReadAllText("/proc/self/cmdline").Split('\0')[..^1].Select(System.Text.Encoding.UTF8.GetBytes).ToArray();
        Assert.Equal(expected, ProcessArguments.Read(expected.Length));

        // A count that fits no vector on the stack: the kernel's own list is read instead.
        Assert.Equal(expected, ProcessArguments.Read(expected.Length + 1000));
    }
}
