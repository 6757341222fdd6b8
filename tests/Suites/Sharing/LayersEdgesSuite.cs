using System.Globalization;
using Larder.Suites.Harness;

namespace Larder.Suites.Sharing;

/// <summary>
/// What a lower directory is for: one that this user, or this mount, can't write; and what becomes of it while builds run. And all kinds of result come
/// from it.
/// </summary>
public sealed class LayersEdgesSuite : IDisposable
{
    private const int Builder = 20001;
    private const int Alice = 20002;
    private const int Mallory = 20003;

    private readonly LayeredWorkspace _bed = new();

    private Workspace Work => _bed.Work;

    public void Dispose() => _bed.Dispose();

    [Fact]
    public void Every_kind_of_result_comes_from_below()
    {
        Work.Write("h.h", "#define X 42\nstatic int f(void) { return X; }\n");
        Work.Write("x.c", "#include \"h.h\"\n/* a word */\nint x(void) { return f(); }\n");
        Work.Write("p.h", "int g(void);\n");
        Work.Write("bad.c", "int y(void) { return missing; }\n");
        string[] commands =
        [
            "gcc -O1 -MD -c x.c -o x.o", "gcc -S x.c -o x.s", "gcc -E x.c -o x.i", "gcc -fsyntax-only x.c", "gcc -c bad.c -o bad.o",
            "gcc p.h -o p.h.gch", "gcc -include p.h -c x.c -o p.o",
        ];
        string script = string.Join("\n", commands.Select(command => $"\"$LARDER\" {command}; echo $?"));
        Dictionary<string, string?> filling = new(StringComparer.Ordinal) { ["LARDER_DIR"] = _bed.Lower, ["LARDER_LOWER_DIR"] = null };
        ProcessResult filled = Work.Shell(script, filling);
        string made = Digests();
        string below = _bed.Below();
        Work.Shell("rm -f *.o *.s *.i *.d *.gch").Succeeded();
        string used = Path.Combine(Work.Root, "used");
        Work.Variables["LARDER_USED_LIST"] = used;
        ProcessResult served = Work.Shell(script);
        Assert.Equal((filled.OutputText, filled.ErrorText), (served.OutputText, served.ErrorText));
        Assert.Equal(made, Digests());
        Work.Expect(("direct_hit", 5), ("failed_hit", 1), ("lower_hit", 7), ("preprocessing_hit", 1));
        Assert.Empty(Work.Entries('r'));

        // An edited comment: found by the list below, and noted above, so that it is direct the next time.
        Work.Write("x.c", "#include \"h.h\"\n/* another */\nint x(void) { return f(); }\n");
        Work.ZeroCounters();
        Work.Larder("gcc", "-S", "x.c", "-o", "x.s").Succeeded();
        Work.Larder("gcc", "-S", "x.c", "-o", "x.s").Succeeded();
        Work.Expect(("comment_hit", 1), ("direct_hit", 1), ("lower_hit", 2));
        Assert.Equal(below, _bed.Below());

        // The list of what was used names what was found below, so an archive can be made of that there.
        string archive = Path.Combine(Work.Root, "archive");
        Work.Run(LarderBinary.Path, ["export", "-o", archive, "--used", used], variables: filling).Succeeded();
        string fresh = Path.Combine(Work.Root, "fresh");
        Dictionary<string, string?> alone = new(StringComparer.Ordinal) { ["LARDER_DIR"] = fresh, ["LARDER_LOWER_DIR"] = null, ["LARDER_USED_LIST"] = null };
        Work.Run(LarderBinary.Path, ["import", archive], variables: alone).Succeeded();
        Work.Run(LarderBinary.Path, ["gcc", "-c", "bad.c", "-o", "bad.o"], variables: alone);
        Assert.Contains("\"failed_hit\": 1", Work.Run(LarderBinary.Path, ["stats", "--json"], variables: alone).OutputText, StringComparison.Ordinal);
    }

    [Fact]
    public void A_directory_that_comes_and_goes_during_a_build_changes_no_object()
    {
        Work.Write("x.c", "int x(void) { return I; }\n");
        const string Script = """
            for i in {1..12}; do gcc -DI=$i -c x.c -o reference$i.o; LARDER_DIR=$LARDER_LOWER_DIR LARDER_LOWER_DIR= "$LARDER" gcc -DI=$i -c x.c -o x.o; done
            (while mv "$LARDER_LOWER_DIR" "$LARDER_LOWER_DIR.away" && mv "$LARDER_LOWER_DIR.away" "$LARDER_LOWER_DIR" && [ ! -e over ]; do :; done) &
            for i in {1..12}; do "$LARDER" gcc -DI=$i -c x.c -o x$i.o || echo FAILED $i; cmp x$i.o reference$i.o; done
            rm -rf "$LARDER_LOWER_DIR"/v1/[0-7]*
            for i in {1..12}; do "$LARDER" gcc -DI=$i -DI=$i -c x.c -o x$i.o || echo FAILED $i; cmp x$i.o reference$i.o; done
            touch over; wait
            """;
        ProcessResult result = Work.Shell(Script).Succeeded();
        Assert.Equal(string.Empty, result.OutputText + result.ErrorText);
        Assert.Equal(24, Work.Counters().Requests());
    }

    [RootFact]
    public void Another_users_directory_is_read_and_nobody_poisons_it()
    {
        Work.Write("x.c", "#ifndef V\n#define V 42\n#endif\nint x(void) { return V; }\n");
        Work.Bare("gcc", "-c", "x.c", "-o", "reference.o").Succeeded();
        Prepare();
        As(Builder, "LARDER_DIR=$LARDER_LOWER_DIR LARDER_LOWER_DIR= LARDER_UMASK=022", "gcc -c x.c -o x.o");
        string below = _bed.Below();

        // Mallory answers for an option that does change the output: what stands in her own cache is wrong from now on.
        As(Mallory, "LARDER_DIR=$HOME/20003/cache LARDER_RECACHE=1 LARDER_IGNORE_OPTIONS=-D*", "gcc -DV=666 -c x.c -o x.o");
        As(Mallory, "LARDER_DIR=$HOME/20003/cache", "gcc -c x.c -o x.o");
        Assert.NotEqual(Work.Read("reference.o"), File.ReadAllBytes(Home(Mallory) + "/x.o"));
        As(Alice, "LARDER_DIR=$HOME/20002/cache", "gcc -c x.c -o x.o");
        Assert.Equal(Work.Read("reference.o"), File.ReadAllBytes(Home(Alice) + "/x.o"));
        Assert.Equal(below, _bed.Below());
        Assert.Equal((1, 1), (Count(Alice, "direct_hit"), Count(Alice, "lower_hit")));

        // Nor by force: neither may write there, and all commands that change something leave it.
        foreach (string command in (string[])["clear", "verify --repair", "evict --older-than 0s", "trim", "stats --zero"])
            As(Mallory, "LARDER_DIR=$LARDER_LOWER_DIR LARDER_LOWER_DIR=", command + " || true");
        Assert.Equal(below, _bed.Below());
    }

    [RootFact]
    public void A_read_only_mount_below_is_as_good()
    {
        Work.Write("x.c", "int x(void) { return 42; }\n");
        Work.Bare("gcc", "-c", "x.c", "-o", "reference.o").Succeeded();
        _bed.Fill("gcc", "-c", "x.c", "-o", "x.o");
        string below = _bed.Below();
        const string Script = """
            mount --bind "$LARDER_LOWER_DIR" "$LARDER_LOWER_DIR" && mount -o remount,ro,bind "$LARDER_LOWER_DIR" || exit 9
            "$LARDER" gcc -c x.c -o x.o && cmp x.o reference.o
            "$LARDER" gcc -DNEW -c x.c -o y.o && cmp y.o reference.o
            "$LARDER" gcc -DNEW -c x.c -o y.o
            """;
        ProcessResult result = Work.Run("unshare", ["-m", "bash", "-c", Script], variables: new Dictionary<string, string?>(StringComparer.Ordinal) { ["LARDER"] = LarderBinary.Path }).Succeeded();
        Assert.Equal(string.Empty, result.OutputText + result.ErrorText);
        Work.Expect(("direct_hit", 2), ("lower_hit", 1), ("miss", 1), ("stored", 1));
        Assert.Equal(below, _bed.Below());
    }

    [RootFact]
    public void A_directory_that_this_user_may_not_enter_is_none()
    {
        Work.Write("x.c", "int x(void) { return 42; }\n");
        Work.Bare("gcc", "-c", "x.c", "-o", "reference.o").Succeeded();
        Prepare();
        As(Builder, "LARDER_DIR=$LARDER_LOWER_DIR LARDER_LOWER_DIR=", "gcc -c x.c -o x.o");
        Work.Shell("chmod 700 \"$LARDER_LOWER_DIR\"").Succeeded();
        Assert.Equal(string.Empty, As(Alice, "LARDER_DIR=$HOME/20002/cache", "gcc -c x.c -o x.o").ErrorText);
        Assert.Equal(Work.Read("reference.o"), File.ReadAllBytes(Home(Alice) + "/x.o"));
        Assert.Equal((1, 1), (Count(Alice, "miss"), Count(Alice, "lower_unusable")));
    }

    private void Prepare()
    {
        const string Script = """
            chmod 711 "$HOME"; cp "$LARDER" "$(dirname "$LARDER")/larder-cli" "$HOME"; chmod 755 "$HOME"/larder*
            mkdir "$LARDER_LOWER_DIR"; chown 20001 "$LARDER_LOWER_DIR"; chmod 755 "$LARDER_LOWER_DIR"
            for u in 20001 20002 20003; do mkdir "$HOME/$u"; cp -p x.c "$HOME/$u"; chown -R $u:$u "$HOME/$u"; done
            """;
        Work.Shell(Script).Succeeded();
    }

    private ProcessResult As(int user, string settings, string command) =>
        Work.Shell(
            $"umask 022; cd \"$HOME/{user}\" && export {settings} && setpriv --reuid {user} --regid {user} --clear-groups \"$HOME/larder\" {command}",
            new Dictionary<string, string?>(StringComparer.Ordinal) { ["PATH"] = "/usr/bin:/bin" }).Succeeded();

    private long Count(int user, string counter)
    {
        string json = As(user, $"LARDER_DIR=$HOME/{user.ToString(CultureInfo.InvariantCulture)}/cache", "stats --json").OutputText;
        using System.Text.Json.JsonDocument stats = System.Text.Json.JsonDocument.Parse(json);
        return stats.RootElement.GetProperty("counters").TryGetProperty(counter, out System.Text.Json.JsonElement value) ? value.GetInt64() : 0;
    }

    private string Home(int user) => Path.Combine(Work.Root, user.ToString(CultureInfo.InvariantCulture));

    private string Digests() => Work.Shell("sha256sum *.o *.s *.i *.d | sort").Succeeded().OutputText;
}
