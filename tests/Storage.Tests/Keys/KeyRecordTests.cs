using FsCheck;
using FsCheck.Fluent;
using Larder.Storage.Tests.Support;

namespace Larder.Storage.Tests.Keys;

public sealed class KeyRecordTests
{
    [Fact]
    public void Neighbouring_values_do_not_run_into_each_other()
    {
        Digest joined = Key(k => k.Add("argument"u8, "-I-O2"u8));
        Digest apart = Key(k =>
        {
            k.Add("argument"u8, "-I"u8);
            k.Add("argument"u8, "-O2"u8);
        });
        Digest shifted = Key(k => k.Add("argument-I"u8, "-O2"u8));
        Assert.Equal(3, new HashSet<Digest> { joined, apart, shifted }.Count);
    }

    [Fact]
    public void Types_domains_versions_and_order_all_count()
    {
        Digest content = Samples.Key("content");
        HashSet<Digest> keys =
        [
            Key(k => k.Add("n"u8, 1)),
            Key(k => k.Add("n"u8, [1, 0, 0, 0, 0, 0, 0, 0])),
            Key(k => k.AddFile("n"u8, [], content)),
            Key(k => k.AddFile("n"u8, "a"u8, content)),
            Key(k => k.AddFile("n"u8, "a"u8, Samples.Key("other"))),
            KeyRecord.For("manifest"u8, 2).Finish(),
            KeyRecord.For("manifest"u8, 1).Finish(),
            KeyRecord.For("result"u8, 1).Finish(),
        ];
        Assert.Equal(8, keys.Count);
    }

    [Fact]
    public void Different_lists_of_inputs_have_different_keys() =>
        Prop.ForAll<byte[][], byte[][]>((first, second) =>
        {
            bool same = first.Length == second.Length && first.Zip(second).All(p => p.First.AsSpan().SequenceEqual(p.Second));
            return (KeyOf(first) == KeyOf(second)) == same;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Recording_keeps_the_list_and_changes_no_key()
    {
        KeyRecord silent = KeyRecord.For("manifest"u8, 1);
        KeyRecord recording = KeyRecord.For("manifest"u8, 1, recording: true);
        foreach (KeyRecord record in new[] { silent, recording })
        {
            record.Add("argument"u8, "-O2"u8);
            record.Add("version"u8, -3);
            record.AddFile("include"u8, "a.h"u8, Samples.Key("a"));
        }

        Assert.Equal(silent.Finish(), recording.Finish());
        Assert.Empty(silent.Entries);
        Assert.Equal(
            "argument -O2, version -3, include a.h",
            string.Join(", ", recording.Entries.Select(e => System.Text.Encoding.UTF8.GetString([.. e.Label, (byte)' ', .. e.Value]))));
        Assert.Equal(Samples.Key("a"), recording.Entries[2].Content);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(16_384)]
    [InlineData(40_000)]
    public void A_key_may_be_finished_and_go_on(int size)
    {
        byte[] value = Samples.Noise(size);
        KeyRecord record = KeyRecord.For("manifest"u8, 1);
        for (int i = 0; i < 5; i++)
        {
            record.Add("a"u8, value);
            record.Finish();
        }

        Digest atOnce = Key(k =>
        {
            for (int i = 0; i < 5; i++)
                k.Add("a"u8, value);
        });
        Assert.Equal(atOnce, record.Finish());
    }

    private static Digest KeyOf(byte[][] values) => Key(k =>
    {
        foreach (byte[] value in values)
            k.Add("v"u8, value);
    });

    private static Digest Key(Action<KeyRecord> add)
    {
        KeyRecord record = KeyRecord.For("manifest"u8, 1);
        add(record);
        return record.Finish();
    }
}
