using System.Text;
using Larder.Storage.Manifests;

namespace Larder.Storage.Tests.Manifests;

/// <summary>Manifests and their input sets: what is written is read, damage is seen, growth is capped.</summary>
public sealed class ManifestTests
{
    private static Digest Number(int n) => Digest.Of(BitConverter.GetBytes(n));

    private static byte[] Inputs(int n)
    {
        InputSetBuilder builder = new();
        builder.Add("x.c"u8.ToArray(), InputKind.Content, Number(n));
        builder.Add("/usr/include/stdio.h"u8.ToArray(), InputKind.Content, Number(n + 1));
        builder.Add("x.c"u8.ToArray(), InputKind.Content, Number(99));
        builder.AddAbsent("."u8, "stdio.h"u8);
        builder.AddAbsent("/usr/local/include"u8, "stdio.h"u8);
        builder.AddAbsent("."u8, "bits"u8);
        builder.AddAbsent("."u8, "bits"u8);
        return builder.Build();
    }

    [Fact]
    public void An_input_set_comes_back_as_it_was_built()
    {
        Assert.True(InputSet.TryRead(Inputs(1), out InputSet set));
        Assert.Equal(2, set.FileCount);
        Assert.Equal("x.c", Encoding.UTF8.GetString(set.TextAt(set.FilePath(0))));
        Assert.Equal(Number(1), set.FileDigest(0));
        Assert.Equal(InputKind.Content, set.FileKind(1));
        Assert.Equal(2, set.GroupCount);
        Assert.Equal(".", Encoding.UTF8.GetString(set.TextAt(set.GroupDirectory(0))));
        Assert.Equal(2, set.GroupNameCount(0));
        Assert.Equal("stdio.h", Encoding.UTF8.GetString(set.TextAt(set.GroupName(1, 0))));
    }

    [Fact]
    public void The_order_in_which_names_were_missed_does_not_matter_to_their_digest()
    {
        InputSetBuilder one = new();
        one.AddAbsent("d"u8, "a"u8);
        one.AddAbsent("d"u8, "b"u8);
        InputSetBuilder other = new();
        other.AddAbsent("d"u8, "b"u8);
        other.AddAbsent("d"u8, "a"u8);
        Assert.True(InputSet.TryRead(one.Build(), out InputSet first));
        Assert.True(InputSet.TryRead(other.Build(), out InputSet second));
        Assert.Equal(first.GroupDigest(0), second.GroupDigest(0));
    }

    [Fact]
    public void The_newest_variant_stands_first_and_an_equal_one_is_not_kept_twice()
    {
        byte[] manifest = ManifestWriter.Prepend([], Number(1), StreamCondition.Any, Inputs(1));
        manifest = ManifestWriter.Prepend(manifest, Number(2), StreamCondition.Plain, Inputs(2));
        manifest = ManifestWriter.Prepend(manifest, Number(1), StreamCondition.Any, Inputs(1));
        Assert.True(Manifest.TryRead(manifest, out Manifest read));
        List<(Digest, StreamCondition)> seen = [];
        foreach (ManifestVariant variant in read)
            seen.Add((variant.ResultKey, variant.Condition));
        Assert.Equal([(Number(1), StreamCondition.Any), (Number(2), StreamCondition.Plain)], seen);
    }

    [Fact]
    public void Other_inputs_may_end_in_the_same_result_and_the_same_ones_in_another()
    {
        byte[] manifest = ManifestWriter.Prepend([], Number(1), StreamCondition.Any, Inputs(1));
        manifest = ManifestWriter.Prepend(manifest, Number(1), StreamCondition.Any, Inputs(2));
        Assert.True(Manifest.TryRead(manifest, out Manifest both));
        Assert.Equal(2, both.VariantCount);

        manifest = ManifestWriter.Prepend(manifest, Number(9), StreamCondition.Any, Inputs(1));
        Assert.True(Manifest.TryRead(manifest, out Manifest read));
        List<Digest> results = [];
        foreach (ManifestVariant variant in read)
            results.Add(variant.ResultKey);
        Assert.Equal([Number(9), Number(1)], results);
    }

    [Fact]
    public void A_variant_goes_for_the_one_that_it_renews()
    {
        byte[] manifest = ManifestWriter.Prepend([], Number(1), StreamCondition.Any, Inputs(1));
        manifest = ManifestWriter.Prepend(manifest, Number(2), StreamCondition.Any, Inputs(2));
        Assert.True(Manifest.TryRead(manifest, out Manifest before));
        foreach (ManifestVariant variant in before)
        {
            if (variant.ResultKey == Number(1))
                manifest = ManifestWriter.Prepend(manifest, Number(1), StreamCondition.Any, Inputs(3), variant);
        }

        Assert.True(Manifest.TryRead(manifest, out Manifest after));
        Assert.Equal(2, after.VariantCount);
        foreach (ManifestVariant variant in after)
            Assert.False(variant.TryReadInputs(out InputSet inputs) && InputSet.TryRead(Inputs(1), out InputSet first) && inputs.FileDigest(0) == first.FileDigest(0));
    }

    [Fact]
    public void A_manifest_holds_so_many_variants_and_drops_the_oldest()
    {
        byte[] manifest = [];
        for (int i = 0; i < Manifest.MaxVariants + 5; i++)
            manifest = ManifestWriter.Prepend(manifest, Number(i), StreamCondition.Any, Inputs(i));
        Assert.True(Manifest.TryRead(manifest, out Manifest read));
        Assert.Equal(Manifest.MaxVariants, read.VariantCount);
        foreach (ManifestVariant variant in read)
        {
            Assert.Equal(Number(Manifest.MaxVariants + 4), variant.ResultKey);
            break;
        }
    }

    [Fact]
    public void Cut_anywhere_it_is_refused_or_ends_early_and_never_throws()
    {
        byte[] manifest = ManifestWriter.Prepend([], Number(1), StreamCondition.Any, Inputs(1));
        manifest = ManifestWriter.Prepend(manifest, Number(2), StreamCondition.Any, Inputs(2));
        for (int length = 0; length < manifest.Length; length++)
        {
            int whole = 0;
            if (Manifest.TryRead(manifest.AsSpan(0, length), out Manifest read))
            {
                foreach (ManifestVariant variant in read)
                    whole += variant.TryReadInputs(out _) ? 1 : 0;
            }

            Assert.True(whole < 2);
        }
    }

    [Fact]
    public void Any_flipped_byte_is_read_without_a_fault()
    {
        byte[] inputs = Inputs(1);
        for (int i = 0; i < inputs.Length; i++)
        {
            for (int bit = 0; bit < 8; bit++)
            {
                byte[] damaged = [.. inputs];
                damaged[i] ^= (byte)(1 << bit);
                if (!InputSet.TryRead(damaged, out InputSet set))
                    continue;
                for (int f = 0; f < set.FileCount; f++)
                    _ = set.TextAt(set.FilePath(f));
                for (int g = 0; g < set.GroupCount; g++)
                {
                    for (int n = 0; n < set.GroupNameCount(g); n++)
                        _ = set.TextAt(set.GroupName(g, n));
                }
            }
        }
    }
}
