using System.Text.Json;
using System.Text.RegularExpressions;
using Larder.Suites.Harness;

namespace Larder.Suites.DropIn;

/// <summary>larder under ccache's name, beside the distribution's ccache: the same commands on both.</summary>
public sealed partial class CcacheSuite : IDisposable
{
    private const string Oracle = "/usr/bin/ccache";

    /// <summary>Commands whose output is the same to the letter but for numbers, and which end with the same status.</summary>
    private static readonly string[] SameOutput =
    [
        "-z", "-c", "-C", "-M 3G", "-k max_size", "-F 100", "-k max_files", "-o compression_level=3", "-k compression_level", "-M 10", "-M 0", "-F 0", "-k cache_dir",
        "-o sloppiness=locale,time_macros -k sloppiness", "-o namespace=a -k namespace -o namespace= -k namespace", "-k nosuch", "-o nosuch=1", "-o max_size=", "-o stats=yes",
        "-M foo", "-M 5Q", "-o umask=9", "--evict-older-than 1d", "--evict-older-than 1x", "--evict-namespace a", "-x", "-X 5", "-X uncompressed", "-X foo",
        "--inspect /nonexistent", "-V -z -k stats", "--nosuch", "-q", "-M", "", "-s", "-sv", "--get-config=stats --set-config=stats=true -z",
    ];

    private readonly NamedWorkspace _named = new("ccache");

    private Workspace Work => _named.Work;

    public void Dispose() => _named.Dispose();

    [ProgramFact(Oracle)]
    public void Its_commands_end_and_print_as_ccaches_do()
    {
        foreach (string command in SameOutput)
        {
            string[] words = command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            ProcessResult expected = RunOracle(words);
            ProcessResult given = _named.Run(words);
            Assert.True(expected.ExitCode == given.ExitCode, $"ccache {command}: {expected.ExitCode} / {given.ExitCode}\n{given.ErrorText}");
            Assert.Equal(expected.Error.Length == 0, given.Error.Length == 0);
            if (!command.StartsWith("-V", StringComparison.Ordinal))
                Assert.Equal(command + "\n" + Shape(expected.OutputText), command + "\n" + Shape(given.OutputText));
        }

        string file = File.ReadAllText(Path.Combine(Work.Cache, "ccache.conf"));
        Assert.Equal(File.ReadAllText(Path.Combine(Work.Root, "oracle", "ccache.conf")), file);
        Assert.Equal("\0", Shape("0"));
    }

    [ProgramFact(Oracle)]
    public void Its_statistics_have_ccaches_ids_and_count_the_same_calls()
    {
        Work.Write("main.c", "int main(void) { return 0; }\n");
        Work.Write("y.c", "int y;\n");
        foreach (string call in (string[])["gcc -c x.c -o x.o", "gcc -c x.c -o x.o", "gcc -c y.c", "gcc main.c -o main", "gcc -c x.c -o y.o -O2", "gcc -c -O2 x.c"])
        {
            RunOracle(call.Split(' ')).Succeeded();
            _named.Run(call.Split(' ')).Succeeded();
        }

        Dictionary<string, long> expected = Tabbed(RunOracle("--print-stats"));
        Dictionary<string, long> given = Tabbed(_named.Run("--print-stats"));
        Assert.Empty(expected.Keys.Except(given.Keys));
        foreach (string id in (string[])["direct_cache_hit", "cache_miss", "direct_cache_miss", "preprocessed_cache_hit", "called_for_link", "local_storage_hit", "local_storage_miss"])
            Assert.True(expected[id] == given[id], $"{id}: {expected[id]} / {given[id]}");
        Assert.Equal(2, given["direct_cache_hit"]);
        Assert.Equal(0, given["stats_zeroed_timestamp"]);
        Assert.InRange(given["stats_updated_timestamp"], DateTimeOffset.UtcNow.ToUnixTimeSeconds() - 600, DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 1);

        foreach (string[] command in (string[][])[["--print-stats", "--format", "json"], ["--format=json", "-s"]])
        {
            using JsonDocument json = JsonDocument.Parse(_named.Run(command).Succeeded().Output);
            Assert.Equal(given, json.RootElement.EnumerateObject().ToDictionary(value => value.Name, value => value.Value.GetInt64()));
        }

        string[] settings = [.. _named.Run("-p").Succeeded().OutputText.Split('\n').Select(Key)];
        Assert.Empty(RunOracle("-p").OutputText.Split('\n').Select(Key).Except(settings));
        string verbose = _named.Run("-svv").Succeeded().OutputText;
        foreach (string line in RunOracle("-svv").OutputText.Split('\n').Where(line => line.Contains(':', StringComparison.Ordinal)))
            Assert.Contains("\n" + line[..line.IndexOf(':', StringComparison.Ordinal)] + ":", "\n" + verbose, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_that_leads_through_its_name_has_its_settings()
    {
        foreach (string compiler in (string[])["gcc", "clang"])
        {
            Work.Shell($"PATH={_named.Links}:$PATH; {compiler} -c x.c && {compiler} -c x.c").Succeeded();
            Work.Shell($"CCACHE_DISABLE=1 {_named.Links}/{compiler} -c x.c").Succeeded();
        }

        Work.Variables["LARDER_DIR"] = Work.Cache;
        Work.Expect(("miss", 2), ("stored", 2), ("direct_hit", 2));
    }

    [Fact]
    public void Its_settings_count_by_variable_by_file_and_by_word()
    {
        Directory.CreateDirectory(Work.Cache);
        File.WriteAllText(Path.Combine(Work.Cache, "ccache.conf"), "# comment\nnamespace = $SUITE_NAME\nmax_files = 77\nremote_storage = redis://h\n");
        Work.Variables["SUITE_NAME"] = "a";
        ProcessResult first = _named.Run("gcc", "-c", "x.c").Succeeded();
        _named.Run("namespace=b", "gcc", "-c", "x.c").Succeeded();
        Work.Variables["CCACHE_NAMESPACE"] = "a";
        _named.Run("ccache", "gcc", "-c", "x.c").Succeeded();
        Work.Variables["CCACHE_COMPILER"] = "clang";
        Assert.Contains("clang", _named.Run("gcc", "--version").Succeeded().OutputText, StringComparison.Ordinal);
        Work.Variables["CCACHE_COMPILER"] = null;
        Work.Variables["CCACHE_PATH"] = "/nowhere";
        Assert.Equal(127, _named.Run("gcc", "--version").ExitCode);
        Work.Variables["CCACHE_PATH"] = null;

        Assert.Empty(first.Error);
        ProcessResult config = _named.Run("-p").Succeeded();
        Assert.Contains($"({Work.Cache}/ccache.conf) max_files = 77\n", config.OutputText, StringComparison.Ordinal);
        Assert.Contains("(environment) namespace = a\n", config.OutputText, StringComparison.Ordinal);
        Assert.Contains($"(environment) cache_dir = {Work.Cache}\n", config.OutputText, StringComparison.Ordinal);
        Assert.StartsWith("ccache: warning: not used by larder: ", config.ErrorText, StringComparison.Ordinal);
        Assert.Single(config.ErrorText.TrimEnd().Split('\n'));
        Assert.Empty(_named.Run("-k", "max_files").ErrorText);

        // Of both namespaces one result; one of them goes, with its two manifests (the second is for edits of comments).
        Assert.Equal(2, Work.Entries('r').Length);
        _named.Run("--evict-namespace", "b").Succeeded();
        Assert.Equal((1, 2), (Work.Entries('r').Length, Work.Entries('m').Length));
        _named.Run("gcc", "-c", "x.c").Succeeded();
        foreach (string entry in Work.Entries('r'))
            File.SetLastWriteTimeUtc(entry, DateTime.UtcNow.AddDays(-3));
        _named.Run("--evict-older-than", "2d").Succeeded();
        Assert.Empty(Work.Entries('r'));
        Assert.Equal(2, Tabbed(_named.Run("--print-stats"))["cache_miss"]);
        Assert.Equal(2, Tabbed(_named.Run("--print-stats"))["direct_cache_hit"]);
    }

    [Fact]
    public void A_compiles_words_are_the_compilers_whatever_the_settings()
    {
        Work.Write("warns.c", "int f(void) { int unused; return 1; }\n");
        ProcessResult bare = Work.Bare("gcc", "-Wall", "-c", "warns.c");
        foreach ((string name, string value) in ((string, string)[])[("CCACHE_MAXSIZE", "1Q"), ("CCACHE_DISABLE", "0"), ("CCACHE_REMOTE_STORAGE", "redis://h"), ("CCACHE_DEBUG", "1")])
        {
            Work.Variables[name] = value;
            ProcessResult served = _named.Run("gcc", "-Wall", "-c", "warns.c").Succeeded();
            Assert.Equal((bare.ErrorText, bare.OutputText), (served.ErrorText, served.OutputText));
        }

        // Its commands say it, and end as ccache's do.
        ProcessResult told = _named.Run("-s");
        Assert.Equal(1, told.ExitCode);
        Assert.Contains("ccache: error: CCACHE_MAXSIZE: invalid size: \"1Q\"", told.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public void Results_written_anew_are_hits_with_the_same_object()
    {
        Work.Write("big.c", string.Concat(Enumerable.Range(0, 400).Select(i => $"int f{i}(int a) {{ return a * {i}; }}\n")));
        _named.Run("gcc", "-c", "big.c", "-o", "big.o").Succeeded();
        byte[] bare = Work.Read("big.o");
        foreach (string level in (string[])["19", "uncompressed", "3"])
        {
            _named.Run("-X", level).Succeeded();
            Work.Delete("big.o");
            _named.Run("gcc", "-c", "big.c", "-o", "big.o").Succeeded();
            Assert.Equal(bare, Work.Read("big.o"));
        }

        Assert.Equal(3, Tabbed(_named.Run("--print-stats"))["direct_cache_hit"]);
        ProcessResult shown = _named.Run("--inspect", Work.Entries('r').Single()).Succeeded();
        Assert.StartsWith("Result ", shown.OutputText, StringComparison.Ordinal);
    }

    private ProcessResult RunOracle(params string[] words) => Work.Run(Oracle, words, variables: new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["CCACHE_DIR"] = Path.Combine(Work.Root, "oracle"),
    });

    /// <summary>The text with each number, and the blanks that make room for it, as one sign.</summary>
    private string Shape(string text)
    {
        text = text.Replace(Path.Combine(Work.Root, "oracle"), "DIR", StringComparison.Ordinal).Replace(Work.Cache, "DIR", StringComparison.Ordinal);

        // When something happened last is no matter of shape.
        text = Regex.Replace(text, "(?m)^(?<head>Stats (updated|zeroed): +).*$", "${head}TIME", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
        return Numbers().Replace(text, "\0");
    }

    private static Dictionary<string, long> Tabbed(ProcessResult result) => result.Succeeded().OutputText.TrimEnd().Split('\n')
        .Select(line => line.Split('\t')).ToDictionary(cells => cells[0], cells => long.Parse(cells[1], System.Globalization.CultureInfo.InvariantCulture), StringComparer.Ordinal);

    /// <summary>"(origin) key = value".</summary>
    private static string Key(string line) => line.Length == 0 ? line : line[(line.IndexOf(')', StringComparison.Ordinal) + 2)..line.IndexOf(" =", StringComparison.Ordinal)];

    [GeneratedRegex(" *-?[0-9]+(\\.[0-9]+)?", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Numbers();
}
