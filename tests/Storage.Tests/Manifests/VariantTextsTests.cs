using System.Buffers.Binary;
using Larder.Storage.Manifests;
using Larder.Storage.Tests.Support;

namespace Larder.Storage.Tests.Manifests;

public sealed class VariantTextsTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_says_where_things_lie_leaves_the_result_and_comes_back_with_the_variant()
    {
        ResultBuilder rest = VariantTexts.Split(Whole(), out List<(ResultMemberKind Kind, byte[] Bytes)> texts);
        Assert.Equal([ResultMemberKind.Object, ResultMemberKind.StackUsage], rest.Members.ToArray().Select(member => member.Kind));
        Assert.Equal("metadata"u8.ToArray(), rest.Metadata.ToArray());

        byte[] manifest = Prepend([], texts, 1);
        manifest = Prepend(manifest, [], 2);
        List<int> counts = [];
        Assert.True(Manifest.TryRead(manifest, out Manifest read));
        foreach (ManifestVariant variant in read)
        {
            Assert.True(variant.TryReadInputs(out InputSet inputs));
            Assert.Equal(1, inputs.FileCount);
            counts.Add(variant.ReadTexts().Count);
            if (counts.Count == 2)
                Assert.Equal(texts.Select(Show), variant.ReadTexts().Select(Show));
        }

        Assert.Equal([0, 2], counts);
    }

    [Fact]
    public void A_result_that_is_nothing_else_and_what_is_large_stays_whole()
    {
        ResultBuilder builder = new();
        builder.Add(ResultMemberKind.StandardError, Samples.Text(10));
        Assert.Same(builder, VariantTexts.Split(builder, out List<(ResultMemberKind Kind, byte[] Bytes)> texts));
        Assert.Empty(texts);

        builder.Add(ResultMemberKind.Dependency, Samples.Text(65 * 1024));
        Assert.Equal(ResultMemberKind.Dependency, VariantTexts.Split(builder, out texts).Members[0].Kind);
        Assert.Equal([ResultMemberKind.StandardError], texts.Select(text => text.Kind));
    }

    [Fact]
    public void The_same_inputs_with_other_texts_replace_the_earlier()
    {
        byte[] manifest = Prepend([], [(ResultMemberKind.Dependency, "a"u8.ToArray())], 1);
        manifest = Prepend(manifest, [(ResultMemberKind.Dependency, "b"u8.ToArray())], 1);
        Assert.True(Manifest.TryRead(manifest, out Manifest read));
        Assert.Equal(1, read.VariantCount);
    }

    [Fact]
    public void Damage_anywhere_among_them_makes_the_variant_one_that_does_not_hold_or_is_read_without_a_fault()
    {
        VariantTexts.Split(Whole(), out List<(ResultMemberKind Kind, byte[] Bytes)> texts);
        byte[] manifest = Prepend([], texts, 1);
        for (int i = 4; i < manifest.Length; i++)
        {
            for (int bit = 0; bit < 8; bit++)
            {
                byte[] damaged = [.. manifest];
                damaged[i] ^= (byte)(1 << bit);
                Look(damaged);
            }

            Look([.. manifest.AsSpan(0, i)]);
        }

        // A size that is no more than a claim, and a kind that no variant has.
        int first = manifest.Length - texts.Sum(text => text.Bytes.Length + 8);
        byte[] huge = [.. manifest];
        BinaryPrimitives.WriteUInt32LittleEndian(huge.AsSpan(first + 4), uint.MaxValue);
        Assert.False(Look(huge));
        byte[] foreign = [.. manifest];
        foreign[first] = (byte)ResultMemberKind.Object;
        Assert.False(Look(foreign));
        Assert.True(Look(manifest));
    }

    [Fact]
    public void Who_knows_no_texts_takes_such_inputs_for_none()
    {
        VariantTexts.Split(Whole(), out List<(ResultMemberKind Kind, byte[] Bytes)> texts);
        Assert.True(Manifest.TryRead(Prepend([], texts, 1), out Manifest read));
        foreach (ManifestVariant variant in read)
            Assert.False(InputSet.TryRead(variant.Bytes[Manifest.VariantHeaderSize..], out _));
    }

    [Fact]
    public void A_result_in_memory_goes_with_the_texts_of_whoever_asks()
    {
        EntryMemory memory = new(1 << 20);
        LocalStore store = new(_folder.Store().Options, memory);
        ResultBuilder rest = VariantTexts.Split(Whole(), out List<(ResultMemberKind Kind, byte[] Bytes)> texts);
        Digest key = store.WriteShared(rest).Key;
        foreach (string text in (string[])["one", "two", "three"])
        {
            byte[] own = System.Text.Encoding.UTF8.GetBytes(text);
            using StoredResult result = store.OpenResult(key).Result!.With([(ResultMemberKind.Dependency, own)]);
            Assert.Equal(3, result.Members.Length);
            foreach (ResultMember member in result.Members)
                Assert.True(result.TryRead(member, out ReadOnlyMemory<byte> content) && (member.Kind != ResultMemberKind.Dependency || content.Span.SequenceEqual(own)));
            store.Remember(key, result);
        }

        Assert.Equal(1, memory.Count);
        Assert.Equal(2, store.OpenResult(key).Result!.Members.Length);
        Assert.Equal(2, texts.Count);
    }

    private static ResultBuilder Whole()
    {
        ResultBuilder builder = new() { Metadata = "metadata"u8.ToArray() };
        builder.Add(ResultMemberKind.Object, Samples.Noise(500));
        builder.Add(ResultMemberKind.Dependency, "x.o: x.c\n"u8.ToArray());
        builder.Add(ResultMemberKind.StackUsage, "x.c:1:5:f 16 static\n"u8.ToArray());
        builder.Add(ResultMemberKind.StandardError, "x.c: warning\n"u8.ToArray());
        return builder;
    }

    private static byte[] Prepend(byte[] earlier, List<(ResultMemberKind Kind, byte[] Bytes)> texts, int input)
    {
        InputSetBuilder inputs = new();
        inputs.Add("x.c"u8.ToArray(), InputKind.Content, Samples.Key("input " + input));
        return ManifestWriter.Prepend(earlier, Samples.Key("result"), StreamCondition.Any, inputs.Build(), texts: texts);
    }

    private static string Show((ResultMemberKind Kind, byte[] Bytes) text) => $"{text.Kind} {System.Text.Encoding.UTF8.GetString(text.Bytes)}";

    /// <summary>Reads all; true where the first variant is whole.</summary>
    private static bool Look(byte[] bytes)
    {
        bool isWhole = false;
        if (!Manifest.TryRead(bytes, out Manifest manifest))
            return false;
        foreach (ManifestVariant variant in manifest)
        {
            isWhole = variant.TryReadInputs(out _);
            Assert.True(isWhole || variant.ReadTexts().Count <= 2);
        }

        return isWhole;
    }
}
