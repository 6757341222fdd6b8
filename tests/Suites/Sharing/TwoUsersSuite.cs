using System.Globalization;
using Larder.Suites.Harness;

namespace Larder.Suites.Sharing;

/// <summary>
/// Two users of one group and a cache directory of that group (set-group-id, as a system administrator or a NixOS module makes it):
/// each has the other's results, and a stranger has none.
/// </summary>
public sealed class TwoUsersSuite : IDisposable
{
    private const int Alice = 20001;
    private const int Bob = 20002;
    private const int Group = 20000;
    private const int Stranger = 20009;

    private readonly Workspace _work = new();

    public void Dispose() => _work.Dispose();

    [RootFact]
    public void Under_umask_007_each_has_the_others_results() => Share("007", "660", "2770", setting: false);

    [RootFact]
    public void Under_umask_002_each_has_the_others_results() => Share("002", "664", "2775", setting: false);

    [RootFact]
    public void The_setting_makes_up_for_users_umasks() => Share("077", "660", "2770", setting: true);

    [RootFact]
    public void Use_keeps_an_entry_young_whoever_owns_it()
    {
        Prepare();

        // What is kept for edits of comments isn't used by other hits.
        _work.Variables["LARDER_IGNORE_COMMENTS"] = "no";
        As(Alice, "007", "gcc -c x.c -o x.o").Succeeded();
        string[] entries = [.. _work.Entries('m'), .. _work.Entries('r'), .. _work.Entries('t')];
        DateTime old = DateTime.UtcNow.AddDays(-3);
        foreach (string entry in entries)
            File.SetLastWriteTimeUtc(entry, old);
        As(Bob, "007", "gcc -c x.c -o x.o").Succeeded();
        Assert.Equal(1, _work.Counters()["direct_hit"]);
        foreach (string entry in entries)
            Assert.True(DateTime.UtcNow - File.GetLastWriteTimeUtc(entry) < TimeSpan.FromHours(1), entry);
    }

    [RootFact]
    public void Each_may_evict_and_clear_what_the_other_stored()
    {
        Prepare();
        As(Alice, "007", "gcc -c x.c -o x.o").Succeeded();
        _work.Variables["LARDER_MAX_FILES"] = "2";
        for (int i = 0; i < 4; i++)
            As(Bob, "007", $"gcc -DI={i} -c x.c -o x.o").Succeeded();
        Assert.True(_work.Counters()["evicted"] > 0);
        As(Bob, "007", "clear").Succeeded();
        Assert.Empty(_work.Entries('r'));
        Assert.Equal(5, _work.Counters().Requests());
    }

    [RootFact]
    public void A_stranger_compiles_without_the_cache_and_without_a_word()
    {
        Prepare();
        As(Alice, "007", "gcc -c x.c -o x.o").Succeeded();
        string before = Listing();
        ProcessResult result = As(Stranger, "022", "gcc -c x.c -o x.o", Stranger).Succeeded();
        Assert.Equal(string.Empty, result.OutputText + result.ErrorText);
        Assert.Equal(_work.Read("reference.o"), File.ReadAllBytes(Home(Stranger) + "/x.o"));
        Assert.Equal(before, Listing());
    }

    [RootFact]
    public void A_group_member_who_may_only_read_has_hits()
    {
        Prepare();
        As(Alice, "027", "gcc -c x.c -o x.o").Succeeded();
        ProcessResult result = As(Bob, "027", "gcc -c x.c -o x.o").Succeeded();
        Assert.Equal(string.Empty, result.OutputText + result.ErrorText);
        Assert.Equal(_work.Read("reference.o"), File.ReadAllBytes(Home(Bob) + "/x.o"));

        // Alice's directories are closed to Bob: what he misses isn't stored there, and fails nothing.
        As(Bob, "027", "gcc -DNEW -c x.c -o x.o").Succeeded();
    }

    [RootFact]
    public void What_the_caller_gets_has_the_callers_mode()
    {
        Prepare();
        _work.Variables["LARDER_UMASK"] = "007";
        foreach ((string umask, string mode) in ((string, string)[])[("022", "644"), ("077", "600"), ("000", "666"), ("022", "644")])
        {
            File.Delete(Home(Alice) + "/x.o");
            As(Alice, umask, "gcc -c x.c -o x.o").Succeeded();
            Assert.Equal(mode, Mode(Home(Alice) + "/x.o"));
        }

        Assert.Equal(3, _work.Counters()["direct_hit"]);
    }

    private void Share(string umask, string fileMode, string directoryMode, bool setting)
    {
        Prepare();
        if (setting)
            _work.Variables["LARDER_UMASK"] = "007";
        As(Alice, umask, "gcc -c x.c -o x.o").Succeeded();
        As(Bob, umask, "gcc -c x.c -o x.o").Succeeded();
        As(Bob, umask, "gcc -DB -c x.c -o x.o").Succeeded();
        As(Alice, umask, "gcc -DB -c x.c -o x.o").Succeeded();
        _work.Expect(("direct_hit", 2), ("miss", 2), ("stored", 2));
        Assert.Equal(_work.Read("reference.o"), File.ReadAllBytes(Home(Bob) + "/x.o"));

        foreach (string line in Listing().TrimEnd().Split('\n'))
        {
            // type, mode, group, path
            string[] words = line.Split(' ');
            Assert.True(words[2] == Group.ToString(CultureInfo.InvariantCulture), line);
            if (words[3].Contains("/digests/", StringComparison.Ordinal))
                Assert.Equal("600", words[1]); // A memo is its user's alone: others could forge digests in it.
            else if (words[3] != _work.Cache)
                Assert.True(words[1] == (words[0] == "d" ? directoryMode : fileMode), line);
        }
    }

    private void Prepare()
    {
        _work.Write("x.c", "#include \"x.h\"\n#include <stdio.h>\nint x(void) { return X; }\n");
        _work.Write("x.h", "#define X 42\n");
        _work.Bare("gcc", "-c", "x.c", "-o", "reference.o").Succeeded();
        string script = $"""
            chmod 711 "$HOME"; cp "$LARDER" "$(dirname "$LARDER")/larder-cli" "$HOME"; chmod 755 "$HOME"/larder*
            mkdir "$LARDER_DIR"; chown 0:{Group} "$LARDER_DIR"; chmod 2770 "$LARDER_DIR"
            for u in {Alice} {Bob} {Stranger}; do
              mkdir "$HOME/$u"; cp -p x.c x.h "$HOME/$u"; chown -R $u:{Group} "$HOME/$u"
            done
            chown -R {Stranger}:{Stranger} "$HOME/{Stranger}"
            """;
        _work.Shell(script).Succeeded();
    }

    private ProcessResult As(int user, string umask, string command, int group = Group) =>
        _work.Shell(
            $"umask {umask}; cd \"$HOME/{user}\" && exec setpriv --reuid {user} --regid {group} --clear-groups \"$HOME/larder\" {command}",
            new Dictionary<string, string?>(StringComparer.Ordinal) { ["PATH"] = "/usr/bin:/bin" });

    private string Home(int user) => Path.Combine(_work.Root, user.ToString(CultureInfo.InvariantCulture));

    private string Listing() => _work.Shell("find \"$LARDER_DIR\" -printf '%y %m %G %p %s %T@ %i\\n' | sort").Succeeded().OutputText;

    private string Mode(string path) => _work.Run("stat", ["-c", "%a", path]).Succeeded().OutputText.Trim();
}
