using Larder.Storage;
using Larder.Units.Artifacts;
using Larder.Units.Graph;
using Larder.Units.Sources;
using Larder.Units.Tests.Harness;

namespace Larder.Units.Tests.Artifacts;

/// <summary>Builds into views, their artifacts, and views that show one or another of them.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class ArtifactStoreTests : IDisposable
{
    private readonly ScratchTree _tree = new();
    private readonly UnitNode _node = TestNodes.Make("libfoo", "out", "dev");
    private readonly ArtifactStore _store;

    public ArtifactStoreTests() => _store = new ArtifactStore(_tree.Directories);

    private string Out => _tree.Directories.View("libfoo", "out");

    private string Dev => _tree.Directories.View("libfoo", "dev");

    public void Dispose() => _tree.Dispose();

    [Fact]
    public void An_artifact_comes_back_with_all_that_the_build_installed()
    {
        Artifact first = Build("1", () =>
        {
            Install(Out + "/lib/libfoo.a", "archive");
            Install(Out + "/bin/tool", "#!/bin/sh\n");
            File.SetUnixFileMode(Out + "/bin/tool", UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.OtherExecute);
            File.CreateSymbolicLink(Out + "/lib/libfoo.so", "libfoo.so.1");
            Directory.CreateDirectory(Out + "/var/empty");
            File.SetUnixFileMode(Out + "/var/empty", UnixFileMode.UserRead | UnixFileMode.UserExecute);
            Install(Out + "/share/a b\n\u00e9", "unusual");
            Tool.Run(Out, "sh", "-c", "printf x > \"$(printf 'n\\377m')\"; ln lib/libfoo.a lib/second.a");
            Install(Dev, "an output that is one file");
        });
        Assert.True(first.HasPrograms);
        Build("2", () =>
        {
            Install(Out + "/lib/libfoo.a", "other");
            Install(Out + "/var/empty/not", "other");
            Install(Dev + "/include/foo.h", "other");
        });

        Artifact found = new ArtifactStore(_tree.Directories).Find(first.Key)!;
        Assert.Equal(first.Content, found.Content);
        Assert.True(_store.Select(_node, found));
        Assert.Equal("archive", File.ReadAllText(Out + "/lib/libfoo.a"));
        Assert.Equal("archive", File.ReadAllText(Out + "/lib/second.a"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.OtherExecute, File.GetUnixFileMode(Out + "/bin/tool"));
        Assert.Equal("libfoo.so.1", new FileInfo(Out + "/lib/libfoo.so").LinkTarget);
        Assert.Empty(Directory.GetFileSystemEntries(Out + "/var/empty"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserExecute, File.GetUnixFileMode(Out + "/var/empty"));
        Assert.Equal("unusual", File.ReadAllText(Out + "/share/a b\n\u00e9"));
        Assert.Equal("x", Tool.Run(Out, "sh", "-c", "cat \"$(printf 'n\\377m')\""));
        Assert.Equal("an output that is one file", File.ReadAllText(Dev));
        Assert.Equal(first.Key, new ArtifactStore(_tree.Directories).Selected("libfoo")!.Key);
    }

    [Fact]
    public void What_stays_the_same_keeps_its_time_and_what_changes_is_newer_than_all_before()
    {
        Build("1", () =>
        {
            Install(Out + "/include/a.h", "a");
            Install(Out + "/include/b.h", "b");
            Install(Out + "/include/mode.h", "m");
            Install(Dev + "/x", "");
        });
        DateTime[] first = Times();
        Build("2", () =>
        {
            Install(Out + "/include/a.h", "a");
            Install(Out + "/include/b.h", "B");
            Install(Out + "/include/mode.h", "m");
            File.SetUnixFileMode(Out + "/include/mode.h", UnixFileMode.UserRead);
            Install(Dev + "/x", "");

            // As cmake installs: whole seconds, long ago. The peer's first defect.
            File.SetLastWriteTimeUtc(Out + "/include/b.h", DateTime.UnixEpoch.AddSeconds(1));
        });
        DateTime[] second = Times();
        Assert.Equal(first[0], second[0]);
        Assert.True(second[1] > first.Max());
        Assert.True(second[2] > first.Max());

        // Back again: content of long ago is news to who depends on it. The peer's second defect.
        Assert.True(_store.Select(_node, _store.Find(TestNodes.Key("1"))!));
        DateTime[] third = Times();
        Assert.Equal(first[0], third[0]);
        Assert.True(third[1] > second.Max());
        Assert.True(third[2] > second.Max());

        DateTime[] Times() => [.. "ab".Select(name => File.GetLastWriteTimeUtc($"{Out}/include/{name}.h")), File.GetLastWriteTimeUtc(Out + "/include/mode.h")];
    }

    [Fact]
    public void Times_go_on_where_a_clock_was_ahead()
    {
        Build("1", () => Install(Out + "/a.h", "1"), withDev: true);
        Build("2", () => Install(Out + "/a.h", "2"), withDev: true);

        // As if the clock had been ten days ahead then: the view has shown such a time.
        DateTime ahead = DateTime.UtcNow.AddDays(10);
        ViewRecord record = ViewRecord.Read(_tree.Directories.Views("libfoo"))!;
        long newest = (ahead - DateTime.UnixEpoch).Ticks * 100;
        (record with { Newest = newest }).Write(_tree.Directories, "libfoo");
        ArtifactStore store = new(_tree.Directories);
        Assert.True(store.Select(_node, store.Find(TestNodes.Key("1"))!));
        long selected = Time();
        Assert.True(selected > newest);
        store.Begin(_node);
        Install(Out + "/a.h", "3");
        Install(Dev + "/x", "");
        store.Commit(_node, TestNodes.Key("3"));
        Assert.True(Time() > selected);

        long Time() => ViewWalk.List(_tree.Directories.Views("libfoo")).Single(static file => file.Path == "out/a.h").Status.Modified.TotalNanoseconds;
    }

    [Fact]
    public void Selecting_what_is_shown_touches_nothing()
    {
        Artifact first = Build("1", () => Install(Out + "/include/a.h", "a"), withDev: true);
        string listing = Listing();
        ArtifactStore store = new(_tree.Directories);
        Assert.True(store.Select(_node, store.Find(first.Key)!));
        Assert.Equal(listing, Listing());
    }

    [Fact]
    public void The_same_content_under_another_key_is_selected_without_touching_files()
    {
        Build("1", () => Install(Out + "/include/a.h", "a"), withDev: true);
        Artifact second = Build("2", () => Install(Out + "/include/a.h", "a"), withDev: true);
        DateTime time = File.GetLastWriteTimeUtc(Out + "/include/a.h");
        Artifact first = _store.Find(TestNodes.Key("1"))!;
        Assert.Equal(second.Content, first.Content);
        Assert.True(_store.Select(_node, first));
        Assert.Equal(time, File.GetLastWriteTimeUtc(Out + "/include/a.h"));
        Assert.Equal(first.Key, new ArtifactStore(_tree.Directories).Selected("libfoo")!.Key);
    }

    [Theory]
    [InlineData("edit")]
    [InlineData("remove")]
    [InlineData("replace by a directory")]
    [InlineData("relink")]
    [InlineData("mode")]
    [InlineData("record")]
    public void What_somebody_did_to_a_view_is_mended(string harm)
    {
        Artifact artifact = Build("1", () =>
        {
            Install(Out + "/include/a.h", "aaaa");
            Install(Out + "/include/b.h", "b");
            File.CreateSymbolicLink(Out + "/l", "target1");
        }, withDev: true);
        DateTime untouched = File.GetLastWriteTimeUtc(Out + "/include/b.h");
        switch (harm)
        {
            case "edit":
                File.WriteAllText(Out + "/include/a.h", "AAAA");
                break;
            case "remove":
                File.Delete(Out + "/include/a.h");
                break;
            case "replace by a directory":
                File.Delete(Out + "/include/a.h");
                Install(Out + "/include/a.h/x", "");
                break;
            case "relink":
                File.Delete(Out + "/l");
                File.CreateSymbolicLink(Out + "/l", "target2");
                break;
            case "mode":
                File.SetUnixFileMode(Out + "/include/a.h", UnixFileMode.UserExecute | UnixFileMode.UserRead);
                break;
            default:
                File.WriteAllText(_tree.Directories.Views("libfoo") + "/.shown", "nonsense");
                break;
        }

        ArtifactStore store = new(_tree.Directories);
        Assert.True(store.Select(_node, artifact));
        Assert.Equal("aaaa", File.ReadAllText(Out + "/include/a.h"));
        Assert.Equal("target1", new FileInfo(Out + "/l").LinkTarget);
        Assert.Equal(artifact.Outputs["out"].First(static file => file.Path == "include/a.h").Mode, (int)File.GetUnixFileMode(Out + "/include/a.h"));
        Assert.Equal(untouched, File.GetLastWriteTimeUtc(Out + "/include/b.h"));
        Assert.Equal(artifact.Key, store.Selected("libfoo")!.Key);
    }

    [Fact]
    public void A_failed_build_leaves_the_view_as_it_was()
    {
        Build("1", () => Install(Out + "/include/a.h", "a"), withDev: true);
        string listing = Listing();
        _store.Begin(_node);
        Assert.False(Directory.Exists(Out));
        Assert.True(Directory.Exists(Path.GetDirectoryName(Out)));
        Install(Out + "/half", "");
        File.SetUnixFileMode(Out, UnixFileMode.UserRead);
        _store.Rollback(_node);
        Assert.Equal(listing, Listing());
        Assert.Equal(TestNodes.Key("1"), _store.Selected("libfoo")!.Key);
        Assert.Empty(Directory.GetFileSystemEntries(_tree.Directories.Temporary));
    }

    [Fact]
    public void A_first_build_that_fails_leaves_nothing()
    {
        _store.Begin(_node);
        Install(Out + "/half", "");
        _store.Rollback(_node);
        Assert.False(Directory.Exists(Out));
        Assert.Null(_store.Selected("libfoo"));
        Assert.Null(_store.Find(TestNodes.Key("1")));
    }

    [Fact]
    public void A_missing_output_is_said()
    {
        _store.Begin(_node);
        Install(Out + "/a", "");
        UnitFault fault = Assert.Throws<UnitFault>(() => _store.Commit(_node, TestNodes.Key("1")));
        Assert.Contains("made no output \"dev\"", fault.Message, StringComparison.Ordinal);
        _store.Rollback(_node);
    }

    [Fact]
    public void A_pipe_in_an_output_is_said()
    {
        _store.Begin(_node);
        Directory.CreateDirectory(Out);
        Tool.Run(Out, "mkfifo", "pipe");
        UnitFault fault = Assert.Throws<UnitFault>(() => _store.Commit(_node, TestNodes.Key("1")));
        Assert.Contains("out/pipe is neither a file, a link nor a directory", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_nobody_can_name_is_shown_and_not_kept()
    {
        Build("1", () => Install(Out + "/a.h", "1"), withDev: true);
        DateTime old = File.GetLastWriteTimeUtc(Dev + "/x");
        _store.Begin(_node);
        Install(Out + "/a.h", "2");
        Install(Dev + "/x", "");
        Artifact shown = _store.CommitUnkeyed(_node)!;
        Assert.Equal("2", File.ReadAllText(Out + "/a.h"));
        Assert.Equal(old, File.GetLastWriteTimeUtc(Dev + "/x"));
        Assert.Equal(shown.Content, new ArtifactStore(_tree.Directories).Selected("libfoo")!.Content);
        Assert.Equal(default, new ArtifactStore(_tree.Directories).Selected("libfoo")!.Key);
        Assert.True(_store.Select(_node, _store.Find(TestNodes.Key("1"))!));
        Assert.Equal("1", File.ReadAllText(Out + "/a.h"));
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("shorter")]
    [InlineData("other bytes")]
    [InlineData("manifest")]
    public void A_damaged_artifact_is_none_and_never_a_wrong_file(string damage)
    {
        Artifact first = Build("1", () => Install(Out + "/a.h", "content"), withDev: true);
        Build("2", () => Install(Out + "/a.h", "other"), withDev: true);
        string listing = Listing();
        string digest = Digest.Of("content"u8).ToString();
        string path = $"{_tree.Directories.Objects}/{digest[..2]}/{digest[2..]}";
        Tool.Run("/", "chmod", "u+w", path);
        switch (damage)
        {
            case "missing":
                File.Delete(path);
                break;
            case "shorter":
                File.WriteAllText(path, "con");
                break;
            case "other bytes":
                File.WriteAllText(path, "CONTENT");
                break;
            default:
                File.WriteAllText($"{_tree.Directories.Artifacts}/{first.Key}", "nonsense");
                break;
        }

        ArtifactStore store = new(_tree.Directories);
        Artifact? found = store.Find(first.Key);
        Assert.Equal(damage == "other bytes", found is not null);
        if (found is not null)
        {
            Assert.False(store.IsSound(found));
            Assert.False(store.Select(_node, found));
            Assert.Null(store.Find(first.Key));
        }

        Assert.Equal(listing, Listing());
        Build("1", () => Install(Out + "/a.h", "content"), withDev: true);
        Artifact again = new ArtifactStore(_tree.Directories).Find(first.Key)!;
        Assert.Equal(first.Content, again.Content);
        Assert.True(_store.IsSound(again));
    }

    [Fact]
    public void A_manifest_that_is_damaged_anywhere_is_none()
    {
        Artifact first = Build("1", () => Install(Out + "/a.h", "content"), withDev: true);
        string path = $"{_tree.Directories.Artifacts}/{first.Key}";
        byte[] whole = File.ReadAllBytes(path);
        for (int i = 0; i < whole.Length; i++)
        {
            byte[] damaged = [.. whole];
            damaged[i] ^= 0x10;
            File.WriteAllBytes(path, damaged);
            Assert.Null(_store.Find(first.Key));
            File.WriteAllBytes(path, whole[..i]);
            Assert.Null(_store.Find(first.Key));
        }
    }

    [Fact]
    public void A_copy_of_a_view_that_somebody_writes_to_is_not_the_artifact()
    {
        // Objects are no further names of a view's files.
        Artifact first = Build("1", () => Install(Out + "/a.h", "content"), withDev: true);
        File.WriteAllText(Out + "/a.h", "CONTENT");
        Assert.True(_store.IsSound(first));
    }

    [Fact]
    public void Content_counts_for_the_digest_and_names_and_modes_too()
    {
        HashSet<Digest> digests = [];
        (string Path, string Content, bool IsExecutable)[] files = [("a", "1", false), ("a", "2", false), ("b", "1", false), ("a", "1", true), ("d/a", "1", false)];
        foreach ((string path, string content, bool isExecutable) in files)
        {
            Artifact artifact = Build(path + content + isExecutable, () =>
            {
                Install($"{Out}/{path}", content);
                if (isExecutable)
                    File.SetUnixFileMode($"{Out}/{path}", UnixFileMode.UserRead | UnixFileMode.UserExecute);
            }, withDev: true);
            Assert.True(digests.Add(artifact.Content));
            Assert.Equal(artifact.Outputs["out"].Single().Content, artifact.Outputs["out"].Single().Interface);
            Assert.Equal(isExecutable ? SourceFileKind.Executable : SourceFileKind.File, artifact.Outputs["out"].Single().Kind);
        }
    }

    [Fact]
    public void What_a_linker_sees_of_a_dependencys_libraries_has_linker_scripts_and_libraries_that_arent_understood()
    {
        Artifact first = Build("1", () => Install(Out + "/lib/libfoo.so", "INPUT(libfoo.so.1)"), withDev: true);
        Artifact script = Build("2", () => Install(Out + "/lib/libfoo.so", "INPUT(libfoo.so.2)"), withDev: true);
        Artifact header = Build("3", () =>
        {
            Install(Out + "/lib/libfoo.so", "INPUT(libfoo.so.1)");
            Install(Out + "/include/foo.h", "");
        }, withDev: true);
        Assert.NotEqual(first.Link, script.Link);
        Assert.Equal(first.Link, header.Link);
        Assert.NotEqual(first.Interface, header.Interface);
    }

    private static void Install(string path, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
    }

    private Artifact Build(string key, Action install, bool withDev = false)
    {
        _store.Begin(_node);
        install();
        if (withDev)
            Install(Dev + "/x", "");
        else
            Directory.CreateDirectory(Out);
        return _store.Commit(_node, TestNodes.Key(key))!;
    }

    /// <summary>Everything about every file of all views.</summary>
    private string Listing() => Tool.Run(_tree.Directories.Root + "/v", "find", ".", "-not", "-type", "d", "-printf", "%p %i %m %s %T@ %C@ %l\n");
}
