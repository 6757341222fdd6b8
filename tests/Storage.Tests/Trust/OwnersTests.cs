using System.Runtime.Versioning;
using Larder.Storage.Tests.Support;

namespace Larder.Storage.Tests.Trust;

/// <summary>Whose entries count: as the mode of the cache directory says. (Files and directories get owners that only root can give them.)</summary>
[SupportedOSPlatform("linux")]
public sealed class OwnersTests : IDisposable
{
    private const string Team = "54320";

    private readonly TestFolder _folder = new(TestFolder.Memory);
    private readonly Digest _key = Samples.Key("a");

    public void Dispose() => _folder.Dispose();

    [RootFact]
    public void A_directory_of_ones_own_holds_nothing_of_others()
    {
        foreach (string mode in (string[])["700", "755", "1755"])
            Expect(found: false, "0:0", mode, "54321:54321");
        Expect(found: false, "0:0", "755", "54321:0", "the group alone says nothing where it may not write");
        Expect(found: false, "54321:54321", "755", "54322:54322");
    }

    [RootFact]
    public void Roots_and_the_directorys_owners_files_count_everywhere()
    {
        Expect(found: true, "54321:54321", "700", "0:0");
        Expect(found: true, "54321:54321", "700", "54321:54329");
    }

    [RootFact]
    public void In_a_groups_directory_what_has_the_groups_mark_counts()
    {
        foreach (string mode in (string[])["2770", "770", "2775", "3770", "2750"])
            Expect(found: true, "0:" + Team, mode, "54321:" + Team);
        foreach (string mode in (string[])["2770", "770", "2775", "3770", "2750"])
            Expect(found: false, "0:" + Team, mode, "54321:54321");
    }

    [RootFact]
    public void Where_anybody_may_write_anybodys_files_count()
    {
        Expect(found: true, "0:0", "777", "54321:54321");
        Expect(found: true, "0:0", "1777", "54321:54321");
    }

    [RootFact]
    public void A_user_who_is_not_root_judges_the_same()
    {
        LocalStore store = _folder.Store();
        Assert.True(store.WriteEntry(EntryKind.Manifest, Digest.Of("one"u8), "content"u8, replace: false).IsPresent);
        Assert.Equal(0, WorkerTool.Run("chmod", "755", _folder.Path));
        Assert.Equal(0, WorkerTool.Run("chown", "-R", "12345:12345", _folder.Cache));
        string path = StorePaths.EntryText(store, EntryKind.Manifest, Digest.Of("one"u8));
        Assert.Equal(0, Read());
        Assert.Equal(0, WorkerTool.Run("chown", "0:0", path));
        Assert.Equal(0, Read());
        Assert.Equal(0, WorkerTool.Run("chown", "12346:12345", path));
        Assert.Equal(3, Read());

        int Read() => WorkerProcess.Wait(WorkerProcess.StartAs(12345, 12345, "peek", _folder.Cache, "one"));
    }

    private void Expect(bool found, string directory, string mode, string file, string why = "")
    {
        LocalStore writer = _folder.Store();
        Assert.True(writer.WriteEntry(EntryKind.Manifest, _key, "content"u8, replace: true).IsPresent);
        string path = StorePaths.EntryText(writer, EntryKind.Manifest, _key);
        Assert.Equal(0, WorkerTool.Run("chown", directory, _folder.Cache));
        Assert.Equal(0, WorkerTool.Run("chmod", mode, _folder.Cache));
        Assert.Equal(0, WorkerTool.Run("chown", file, path));
        EntryReadOutcome read = _folder.Store().ReadEntry(EntryKind.Manifest, _key);
        Assert.True(read.IsFound == found && read.IsCorrupt != found, $"a file of {file} in a directory of {directory}, mode {mode}: {read.State} {why}");
    }
}
