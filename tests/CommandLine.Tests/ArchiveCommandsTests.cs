using Larder.Storage;
using Larder.Storage.Manifests;

namespace Larder.CommandLine.Tests;

/// <summary>larder export and larder import.</summary>
public sealed class ArchiveCommandsTests : IDisposable
{
    private readonly CommandFixture _from = new();
    private readonly CommandFixture _to = new();

    private string Archive => _from.Root + "/archive";

    public void Dispose()
    {
        _from.Dispose();
        _to.Dispose();
    }

    private static Digest Key(string name) => Digest.Of(CommandFixture.Bytes(name));

    private static string Store(CommandFixture fixture, string name, int hoursAgo = 0)
    {
        LocalStore store = fixture.OpenStore();
        ResultBuilder builder = new();
        builder.Add(ResultMemberKind.Object, CommandFixture.Bytes(string.Concat(Enumerable.Repeat(name + " ", 500))));
        Assert.True(store.WriteResult(Key(name), builder, replace: false).IsPresent);
        string path = fixture.PathOf(Key(name), 'r');
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddHours(-hoursAgo));
        return path;
    }

    private static void StoreManifest(CommandFixture fixture, string name, params string[] results)
    {
        LocalStore store = fixture.OpenStore();
        byte[] manifest = [];
        foreach (string result in results)
        {
            InputSetBuilder inputs = new();
            inputs.Add("/src/x.h"u8.ToArray(), InputKind.Content, Key(result));
            manifest = ManifestWriter.Prepend(manifest, Key(result), StreamCondition.Any, inputs.Build());
        }

        Assert.True(store.WriteEntry(EntryKind.Manifest, Key(name), manifest, replace: true).IsPresent);
    }

    private static List<Digest> Variants(CommandFixture fixture, string name)
    {
        Assert.True(Manifest.TryRead(fixture.OpenStore().ReadEntry(EntryKind.Manifest, Key(name)).Payload.Span, out Manifest manifest));
        List<Digest> results = [];
        foreach (ManifestVariant variant in manifest)
            results.Add(variant.ResultKey);
        return results;
    }

    [Fact]
    public void What_is_exported_is_imported_with_its_age()
    {
        for (int i = 0; i < 50; i++)
            Store(_from, "entry " + i, hoursAgo: i);
        StoreManifest(_from, "manifest", "entry 1");

        Assert.Equal(0, _from.Run("export", "-o", Archive));
        Assert.StartsWith("Exported 51 entries, ", _from.Output);
        Assert.Equal(0, _to.Run("import", Archive));
        Assert.StartsWith("Imported 51 entries, ", _to.Output);

        for (int i = 0; i < 50; i++)
        {
            (string from, string to) = (_from.PathOf(Key("entry " + i), 'r'), _to.PathOf(Key("entry " + i), 'r'));
            Assert.Equal(File.ReadAllBytes(from), File.ReadAllBytes(to));
            Assert.InRange((File.GetLastWriteTimeUtc(from) - File.GetLastWriteTimeUtc(to)).TotalSeconds, -1, 1);
        }

        Assert.Equal(0, _to.Run("verify"));
        Assert.Equal(0, _to.Run("import", Archive));
        Assert.StartsWith("Imported 0 entries, 0 B, into " + _to.Cache + ", 51 were there", _to.Output);
        _to.Run("stats", "--json");
        Assert.Contains("\"files\": 51", _to.Output);
    }

    [Fact]
    public void A_list_and_an_age_choose()
    {
        for (int i = 0; i < 6; i++)
            Store(_from, "entry " + i, hoursAgo: i * 10);
        File.WriteAllText(_from.Root + "/one", $"{Key("entry 1")}.r\n{Key("gone")}.r\nno entry\n");
        File.WriteAllText(_from.Root + "/two", $"{Key("entry 4")}.r\n{Key("entry 1")}.r\n{Key("entry 5")}.");

        Assert.Equal(0, _from.Run("export", "--output", Archive, "--used", _from.Root + "/one", "--used", _from.Root + "/two"));
        Assert.StartsWith("Exported 2 entries, ", _from.Output);
        Assert.Equal(0, _from.Run("export", "-o", Archive, "--used-within", "25h"));
        Assert.StartsWith("Exported 3 entries, ", _from.Output);
        Assert.Equal(1, _from.Run("export", "-o", Archive, "--used", _from.Root + "/none"));
        Assert.Equal($"larder: export: {_from.Root}/none: No such file or directory\n", _from.Error);
    }

    [Fact]
    public void An_export_that_was_interrupted_goes_on()
    {
        for (int i = 0; i < 20; i++)
            Store(_from, "entry " + i);
        Assert.Equal(0, _from.Run("export", "-o", Archive));
        byte[] whole = File.ReadAllBytes(Archive);

        foreach (int length in (int[])[0, 16, 17, whole.Length / 2, whole.Length - 1, whole.Length])
        {
            File.WriteAllBytes(Archive, whole[..length]);
            Assert.Equal(0, _from.Run("export", "-o", Archive, "--resume"));
            Assert.Equal(whole, File.ReadAllBytes(Archive));
        }

        File.WriteAllText(Archive, "something else entirely, and of some length");
        Assert.Equal(1, _from.Run("export", "-o", Archive, "--resume"));
        Assert.Contains("is no archive of this larder's", _from.Error);
        Assert.StartsWith("something else", File.ReadAllText(Archive));
    }

    [Fact]
    public void An_archive_that_breaks_off_gives_what_it_has()
    {
        for (int i = 0; i < 20; i++)
            Store(_from, "entry " + i);
        Assert.Equal(0, _from.Run("export", "-o", Archive));
        byte[] whole = File.ReadAllBytes(Archive);
        File.WriteAllBytes(Archive, whole[..(whole.Length / 2)]);

        Assert.Equal(1, _to.Run("import", Archive));
        Assert.Equal($"larder: import: {Archive} breaks off; what came before is imported\n", _to.Error);
        Assert.InRange(_to.OpenStore().Scan().Files, 5, 15);

        // Whole as to its records, but the end is missing.
        File.WriteAllBytes(Archive, whole[..^64]);
        Assert.Equal(1, _to.Run("import", Archive));
        Assert.Equal(20, _to.OpenStore().Scan().Files);
        Assert.Equal(0, _to.Run("verify"));
    }

    [Fact]
    public void Damage_in_an_archive_never_reaches_the_cache()
    {
        for (int i = 0; i < 4; i++)
            Store(_from, "entry " + i);
        Assert.Equal(0, _from.Run("export", "-o", Archive));
        byte[] whole = File.ReadAllBytes(Archive);
        Random random = new(7);
        for (int round = 0; round < 300; round++)
        {
            byte[] damaged = [.. whole];
            for (int i = 0; i <= round % 3; i++)
                damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(Archive, damaged);
            _to.Run("import", Archive);
            Assert.Equal(0, _to.Run("verify"));
            _to.Run("clear");
        }
    }

    [Fact]
    public void What_leads_to_results_is_merged()
    {
        StoreManifest(_from, "manifest", "theirs", "both");
        StoreManifest(_to, "manifest", "both", "ours");
        Assert.Equal(0, _from.Run("export", "-o", Archive));

        Assert.Equal(0, _to.Run("import", Archive));

        Assert.Equal([Key("ours"), Key("both"), Key("theirs")], Variants(_to, "manifest"));
        Assert.Equal(0, _to.Run("import", Archive));
        Assert.StartsWith("Imported 0 entries", _to.Output);
    }

    [Fact]
    public void The_limits_of_the_cache_hold()
    {
        for (int i = 0; i < 30; i++)
            Store(_from, "entry " + i, hoursAgo: i + 1);
        Assert.Equal(0, _from.Run("export", "-o", Archive));
        Store(_to, "own");

        Assert.Equal(0, _to.With("LARDER_MAX_FILES=10").Run("import", Archive));

        Assert.InRange(_to.OpenStore().Scan().Files, 1, 10);
        Assert.True(File.Exists(_to.PathOf(Key("own"), 'r')));
        Assert.True(File.Exists(_to.PathOf(Key("entry 0"), 'r')));
        Assert.False(File.Exists(_to.PathOf(Key("entry 29"), 'r')));
    }

    [Fact]
    public void What_can_not_be_done_is_said()
    {
        Assert.Equal(2, _from.Run("export"));
        Assert.Equal(2, _from.Run("export", "-o", "-", "--resume"));
        Assert.Equal(2, _from.Run("export", "-o", Archive, "--used-within", "long"));
        Assert.Equal(1, _from.Run("export", "-o", _from.Root + "/none/archive"));
        Assert.Equal($"larder: export: {_from.Root}/none/archive: No such file or directory\n", _from.Error);
        Assert.Equal(1, _to.Run("import", _from.Root + "/none/archive"));
        Assert.Equal($"larder: import: {_from.Root}/none/archive: No such file or directory\n", _to.Error);
        File.WriteAllText(Archive, "no archive");
        Assert.Equal(1, _to.Run("import", Archive));
        Assert.Equal($"larder: import: {Archive} is no archive of this larder's\n", _to.Error);
        Assert.Equal(1, _to.With("LARDER_READ_ONLY=yes").Run("import", Archive));
        Assert.False(Directory.Exists(_to.Cache));
    }
}
