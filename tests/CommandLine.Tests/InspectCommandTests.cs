using Larder.Storage;
using Larder.Storage.Manifests;

namespace Larder.CommandLine.Tests;

public sealed class InspectCommandTests : IDisposable
{
    private static readonly Digest Key = Digest.Of("a key"u8);

    private readonly CommandFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    private string StoreResult()
    {
        ResultBuilder builder = new();
        builder.Add(ResultMemberKind.Object, new byte[4000]);
        builder.Add(ResultMemberKind.StandardError, "x.c:1: warning\n"u8.ToArray());
        Assert.Equal(WriteState.Stored, _fixture.OpenStore().WriteResult(Key, builder, replace: false).State);
        return _fixture.PathOf(Key, 'r');
    }

    private string StoreManifest()
    {
        InputSetBuilder inputs = new();
        inputs.Add("x.c"u8.ToArray(), InputKind.Content, Digest.Of("source"u8));
        inputs.Add("/inc/\u00FF.h"u8.ToArray(), InputKind.Present, default);
        inputs.AddAbsent("/inc"u8, "y.h"u8);
        inputs.AddAbsent("/inc"u8, "z.h"u8);
        byte[] manifest = ManifestWriter.Prepend(default, Digest.Of("result"u8), StreamCondition.Plain, inputs.Build());
        Assert.Equal(WriteState.Stored, _fixture.OpenStore().WriteEntry(EntryKind.Manifest, Key, manifest, replace: false).State);
        return _fixture.PathOf(Key, 'm');
    }

    [Fact]
    public void A_result_is_shown_with_its_members_sizes_and_digests()
    {
        string path = StoreResult();

        Assert.Equal(0, _fixture.Run("inspect", path));

        Assert.Equal("", _fixture.Error);
        Assert.Equal($"Result {Key}", _fixture.Lines[0]);
        _fixture.AssertShows("file " + path);
        _fixture.AssertShows("format 1");
        Assert.Contains(_fixture.Lines, line => line.StartsWith("object 3.91 KiB zstd, ", StringComparison.Ordinal)
            && line.EndsWith(Digest.Of(new byte[4000]).ToString(), StringComparison.Ordinal));
        Assert.Contains(_fixture.Lines, line => line.StartsWith("standard error 15 B raw at ", StringComparison.Ordinal)
            && line.EndsWith(Digest.Of("x.c:1: warning\n"u8).ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void A_manifest_is_shown_with_what_was_read_and_what_was_absent_by_directory()
    {
        Assert.Equal(0, _fixture.Run("inspect", StoreManifest()));

        Assert.Equal("", _fixture.Error);
        Assert.Equal($"Manifest {Key}", _fixture.Lines[0]);
        _fixture.AssertShows($"1. result {Digest.Of("result"u8)}");
        _fixture.AssertShows("diagnostics: without colours");
        _fixture.AssertShows($"{Digest.Of("source"u8)} x.c");
        _fixture.AssertShows("exists /inc/\u00FF.h");
        int absent = Array.IndexOf(_fixture.Lines, "absent, by directory");
        Assert.Equal(["/inc", "y.h z.h"], _fixture.Lines[(absent + 1)..(absent + 3)]);
    }

    [Fact]
    public void A_manifest_that_sends_to_the_preprocessor_says_so()
    {
        _fixture.OpenStore().WriteEntry(EntryKind.Manifest, Key, ManifestWriter.Preprocessor(), replace: false);

        Assert.Equal(0, _fixture.Run("inspect", Key.ToString()));

        Assert.Contains(_fixture.Lines, line => line.StartsWith("results by the preprocessed source", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(64)]
    [InlineData(4)]
    public void A_key_or_how_it_begins_finds_all_entries_of_that_name(int length)
    {
        StoreResult();
        StoreManifest();

        Assert.Equal(0, _fixture.Run("inspect", Key.ToString()[..length].ToUpperInvariant()));

        _fixture.AssertShows($"Result {Key}");
        _fixture.AssertShows($"Manifest {Key}");
    }

    [Fact]
    public void A_key_that_no_entry_has_is_named()
    {
        Assert.Equal(1, _fixture.Run("inspect", "00ff00ff"));

        Assert.Equal(
            $"larder: inspect: no entry in {_fixture.Cache} has a key that begins with 00ff00ff, and there is no file of that name\n",
            _fixture.Error);
    }

    [Fact]
    public void A_missing_file_and_one_that_is_no_entry_are_named()
    {
        Assert.Equal(1, _fixture.Run("inspect", "/nowhere/\u00FF"));
        Assert.Equal("larder: inspect: /nowhere/\uDCFF: No such file or directory\n", _fixture.Error);

        File.WriteAllText(_fixture.Root + "/text", new string('x', 1000));
        Assert.Equal(1, _fixture.Run("inspect", _fixture.Root + "/text"));
        Assert.Equal($"larder: inspect: {_fixture.Root}/text: no entry of a larder cache (a result, a manifest, a toolchain or a precompiled header)\n", _fixture.Error);

        File.WriteAllText(_fixture.Root + "/empty", "");
        Assert.Equal(1, _fixture.Run("inspect", _fixture.Root + "/empty"));
        Assert.Equal(1, _fixture.Run("inspect", _fixture.Root));
        Assert.Contains("Is a directory", _fixture.Error);
    }

    [Fact]
    public void A_damaged_member_is_named_and_the_entry_stays()
    {
        string path = StoreResult();
        byte[] file = File.ReadAllBytes(path);
        file[^1] ^= 1;
        File.WriteAllBytes(path, file);

        Assert.Equal(1, _fixture.Run("inspect", Key.ToString()));

        Assert.Contains(_fixture.Lines, line => line.EndsWith("DAMAGED", StringComparison.Ordinal));
        Assert.Equal($"larder: inspect: {path}: damaged, or of another version of larder; a look-up takes it for absent\n", _fixture.Error);
        Assert.Equal(file, File.ReadAllBytes(path));
    }

    [Fact]
    public void Damage_anywhere_is_found_and_never_a_crash()
    {
        string path = StoreManifest();
        byte[] whole = File.ReadAllBytes(path);
        for (int i = 0; i < whole.Length; i += 7)
        {
            byte[] damaged = (byte[])whole.Clone();
            damaged[i] ^= 0x55;
            File.WriteAllBytes(path, damaged);
            Assert.Equal(1, _fixture.Run("inspect", path));
            File.WriteAllBytes(path, whole[..i]);
            Assert.Equal(1, _fixture.Run("inspect", path));
        }
    }

    [Fact]
    public void An_entry_under_anothers_name_is_found_out_and_a_copy_of_any_name_is_not()
    {
        string path = StoreResult();
        string copy = _fixture.Root + "/copy";
        File.Copy(path, copy);
        Assert.Equal(0, _fixture.Run("inspect", copy));

        string other = Path.Combine(Path.GetDirectoryName(path)!, Digest.Of("another"u8) + ".r");
        File.Move(path, other);
        Assert.Equal(1, _fixture.Run("inspect", other));
        Assert.Contains("stands under another entry's name", _fixture.Error);
    }
}
