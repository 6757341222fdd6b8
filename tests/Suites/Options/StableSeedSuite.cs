using Larder.Suites.Harness;

namespace Larder.Suites.Options;

/// <summary>The setting stable_seed: a seed that nixpkgs made of $out counts as one that is always the same, and any other as itself.</summary>
public sealed class StableSeedSuite : IDisposable
{
    private const string First = "0a1b2c3d4f5g6h7i8j9k0l1m2n3p4q5r";
    private const string Second = "zyxwvsrqpnmlkjihgfdcba9876543210";

    private readonly Workspace _work = new();

    public StableSeedSuite()
    {
        KnownCompilers.Bring(_work);
        _work.Variables["LARDER_STABLE_SEED"] = "yes";
        _work.Write("x.cc", "namespace { struct S { int a; }; }\nint x() { S s{1}; return s.a; }\n");
    }

    public void Dispose() => _work.Dispose();

    [Theory]
    [InlineData("-g")]
    [InlineData("-flto")]
    [InlineData("--coverage")]
    public void A_seed_of_the_derivations_hash_is_replaced(string option)
    {
        Compile(First, First[..10], option);
        byte[] first = _work.Read("x.o");
        Compile(Second, Second[..10], option);
        Assert.Equal(first, _work.Read("x.o"));
        _work.Expect(("miss", 1), ("stored", 1), ("direct_hit", 1));

        // What a hit delivers is what a compile there would have made.
        _work.Run(LarderBinary.Path, ["clear"]).Succeeded();
        Compile(Second, Second[..10], option);
        Assert.Equal(first, _work.Read("x.o"));
    }

    [Fact]
    public void It_shows_what_it_is_given()
    {
        Compile(First, First[..10], "-g");
        Assert.DoesNotContain(First[..10], System.Text.Encoding.Latin1.GetString(_work.Read("x.o")), StringComparison.Ordinal);
    }

    [Fact]
    public void In_a_response_file_too()
    {
        foreach (string hash in new[] { First, Second })
        {
            _work.Write("params", $"-g -c x.cc -o x.o -frandom-seed={hash[..10]}\n");
            _work.Variables["out"] = "/nix/store/" + hash + "-x-1.0";
            _work.Larder("g++", "@params").Succeeded();
        }

        _work.Expect(("miss", 1), ("stored", 1), ("direct_hit", 1));
    }

    [Fact]
    public void A_seed_of_other_origin_is_left_alone()
    {
        _work.Bare("g++", "-g", "-c", "x.cc", "-o", "x.o", "-frandom-seed=mine-alone").Succeeded();
        byte[] bare = _work.Read("x.o");
        Compile(First, "mine-alone", "-g");
        Assert.Equal(bare, _work.Read("x.o"));
        Compile(First, "mine-too-and", "-g");
        _work.Expect(("miss", 2), ("stored", 2));
    }

    [Fact]
    public void No_seed_of_the_users_is_taken_for_a_replaced_one()
    {
        _work.Bare("g++", "-g", "-c", "x.cc", "-o", "x.o", "-frandom-seed=stable").Succeeded();
        byte[] bare = _work.Read("x.o");
        Compile(First, First[..10], "-g");
        Compile(First, "stable", "-g");
        Assert.Equal(bare, _work.Read("x.o"));
    }

    /// <summary>The name of $out can be longer than the key that a seed is made of.</summary>
    [Fact]
    public void A_seed_as_long_as_a_name_is_left_alone()
    {
        string name = First + "-" + new string('x', 60);
        _work.Variables["out"] = "/nix/store/" + name;
        _work.Bare("g++", "-g", "-c", "x.cc", "-o", "x.o", "-frandom-seed=" + name).Succeeded();
        byte[] bare = _work.Read("x.o");
        foreach (int hits in new[] { 0, 1 })
        {
            _work.Larder("g++", "-g", "-c", "x.cc", "-o", "x.o", "-frandom-seed=" + name).Succeeded();
            Assert.Equal(bare, _work.Read("x.o"));
            Assert.Equal(hits, _work.Counters().GetValueOrDefault("direct_hit"));
        }
    }

    [Fact]
    public void Without_the_setting_no_seed_is_altered()
    {
        _work.Variables["LARDER_STABLE_SEED"] = null;
        _work.Bare("g++", "-g", "-c", "x.cc", "-o", "x.o", "-frandom-seed=" + First[..10]).Succeeded();
        byte[] bare = _work.Read("x.o");
        Compile(First, First[..10], "-g");
        Assert.Equal(bare, _work.Read("x.o"));
        Compile(Second, Second[..10], "-g");
        Assert.NotEqual(bare, _work.Read("x.o"));
        _work.Expect(("miss", 2), ("stored", 2));
    }

    private void Compile(string hash, string seed, string option)
    {
        _work.Variables["out"] = "/nix/store/" + hash + "-x-1.0";
        _work.Larder("g++", option, "-c", "x.cc", "-o", "x.o", "-frandom-seed=" + seed).Succeeded();
    }
}
