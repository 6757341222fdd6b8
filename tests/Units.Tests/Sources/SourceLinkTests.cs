using Larder.Storage;
using Larder.Units.Sources;
using Larder.Units.Tests.Harness;

namespace Larder.Units.Tests.Sources;

/// <summary>Symbolic links in a source: their text, and what they lead to where that is elsewhere.</summary>
public sealed class SourceLinkTests : IDisposable
{
    private readonly ScratchTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Fact]
    public void A_link_is_its_text()
    {
        _tree.Write("a.c", "");
        _tree.Write("b.c", "");
        Link("l", "a.c");
        SourceScan scan = _tree.Scan();
        Assert.Equal(new SourceFile("l", SourceFileKind.Link, Digest.Of("a.c"u8)), scan.Files.Last());
        File.Delete(_tree.Source + "/l");
        Link("l", "b.c");
        Assert.NotEqual(scan.Digest, _tree.Scan().Digest);
    }

    [Fact]
    public void Loops_and_links_to_nowhere_are_their_text_too()
    {
        // The peer's sixth defect.
        _tree.Write("sub/a.c", "");
        Link("sub/up", "..");
        Link("self", "self");
        Link("ping", "pong");
        Link("pong", "ping");
        Link("nowhere", "/nonexistent/x");
        Assert.Equal(["nowhere", "ping", "pong", "self", "sub/a.c", "sub/up"], _tree.Paths());
    }

    [Fact]
    public void What_a_link_leads_to_beyond_the_tree_counts()
    {
        string outside = _tree.Root + "/outside";
        Directory.CreateDirectory(outside + "/deep");
        File.WriteAllText(outside + "/h.h", "1");
        File.WriteAllText(outside + "/deep/d.h", "1");
        Link("file.h", outside + "/h.h");
        Link("include", "../outside");
        SourceScan before = _tree.Scan();
        Assert.Equal(before, _tree.Scan(), Same.Scan);

        File.WriteAllText(outside + "/h.h", "2");
        SourceScan edited = _tree.Scan();
        Assert.All(before.Files.Zip(edited.Files), static pair => Assert.NotEqual(pair.First.Content, pair.Second.Content));
        File.WriteAllText(outside + "/h.h", "1");
        SourceScan back = _tree.Scan();
        Assert.Equal(before.Digest, back.Digest);
        Assert.NotEqual(before.Stamp, back.Stamp);

        File.WriteAllText(outside + "/deep/new.h", "");
        Assert.NotEqual(before.Digest, _tree.Scan().Digest);
        File.Delete(outside + "/deep/new.h");
        Directory.Delete(outside, recursive: true);
        Assert.NotEqual(before.Digest, _tree.Scan().Digest);
    }

    [Fact]
    public void Links_beyond_the_tree_that_lead_around_come_to_an_end()
    {
        string outside = _tree.Root + "/outside";
        Directory.CreateDirectory(outside + "/a");
        File.CreateSymbolicLink(outside + "/a/up", "..");
        File.CreateSymbolicLink(outside + "/home", _tree.Source);
        File.CreateSymbolicLink(outside + "/far", _tree.Root + "/far");
        Directory.CreateDirectory(_tree.Root + "/far");
        File.WriteAllText(_tree.Root + "/far/f", "1");
        Link("include", outside);
        Digest before = _tree.Scan().Digest;
        File.WriteAllText(_tree.Root + "/far/f", "2");
        Assert.NotEqual(before, _tree.Scan().Digest);
    }

    [Fact]
    public void Links_that_builds_leave_are_no_source()
    {
        _tree.Write("a.c", "");
        Digest before = _tree.Scan().Digest;
        Link("result", "/nix/store/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-libfoo-1.0");
        Link("result-dev", "/some/where/store/0123456789abcdfghijklmnpqrsvwxyz-libfoo-1.0-dev");
        Link("anything", _tree.Directories.View("libfoo", "out"));
        Assert.Equal(before, _tree.Scan().Digest);
        Link("resulting", "a.c");
        Link("other", "/nix/store/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-libfoo-1.0");
        Assert.Equal(["a.c", "other", "resulting"], _tree.Paths());
    }

    private void Link(string path, string target) => File.CreateSymbolicLink($"{_tree.Source}/{path}", target);
}
