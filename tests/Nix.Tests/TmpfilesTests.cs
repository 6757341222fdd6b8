using System.Runtime.Versioning;
using System.Text.Json;
using Larder.Caching.Settings;
using Larder.Nix.Tests.Harness;
using Larder.Posix;

namespace Larder.Nix.Tests;

/// <summary>systemd-tmpfiles itself makes the cache directories from the module's lines, below a temporary root.</summary>
[SupportedOSPlatform("linux")]
public sealed class TmpfilesTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("larder-tmpfiles-").FullName;

    public TmpfilesTests()
    {
        Directory.CreateDirectory(_root + "/etc");
        File.WriteAllText(_root + "/etc/passwd", "root:x:0:0:root:/root:/bin/sh\n");
        File.WriteAllText(_root + "/etc/group", "root:x:0:\nnixbld:x:30000:\n");
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [TmpfilesFact]
    public void The_directories_have_owner_group_and_mode_and_the_file_what_larder_reads()
    {
        Create("maxSize = \"7Gi\"; maxFiles = 3;");
        string caches = _root + "/var/cache/larder/nix-builds";
        Assert.Equal((0u, 0u, 0x1EDu), Of(caches));
        Assert.Equal((0u, 30000u, 0x5F8u), Of(caches + "/packages"));
        Assert.Equal((0u, 30000u, 0x5F8u), Of(caches + "/kernel"));
        Assert.Equal((0u, 0u, 0x1A4u), Of(caches + "/config"));

        CacheSettings settings = CacheSettings.Load(new ProcessEnvironment(
            [System.Text.Encoding.UTF8.GetBytes($"LARDER_CONFIG={caches}/config"), "HOME=/root"u8.ToArray()]));
        Assert.Empty(settings.Problems);
        Assert.Equal(7L << 30, settings.MaxSize);
        Assert.Equal(3, settings.MaxFiles);
    }

    [TmpfilesFact]
    public void What_changed_replaces_what_was_there_and_the_entries_stay()
    {
        Create("maxSize = \"7Gi\";");
        string entry = _root + "/var/cache/larder/nix-builds/packages/entry";
        File.WriteAllText(entry, "kept");
        Create("maxSize = \"1Gi\"; log = \"/var/cache/larder/nix-builds/packages/100%\";");
        Assert.Equal("kept", File.ReadAllText(entry));
        Assert.Equal(
            "log = /var/cache/larder/nix-builds/packages/100%\nmax_files = 0\nmax_size = 1Gi\n",
            File.ReadAllText(_root + "/var/cache/larder/nix-builds/config"));
    }

    [TmpfilesFact]
    public void Read_only_caches_are_closed_down_to_each_file_and_open_again_without_that()
    {
        Create("lowerDir = \"/var/cache/larder/trusted\";");
        Assert.Equal((0u, 30000u, 0x5E8u), Of(_root + "/var/cache/larder/trusted"));

        // What builds have left: theirs, and their group's to write.
        string packages = _root + "/var/cache/larder/nix-builds/packages";
        const string Fill = "umask 007; mkdir -p $0/v1/ab $0/v1/stats; echo x > $0/v1/ab/entry; echo x > $0/v1/stats/log; chown -R 30001:30000 $0/v1";
        Assert.Equal(0, NixPrograms.Run("sh", ["-c", Fill, packages]).Status);
        Create("readOnly = true;");
        Assert.Equal((0u, 30000u, 0x5E8u), Of(packages + "/v1/ab"));
        Assert.Equal((0u, 30000u, 0x1A0u), Of(packages + "/v1/ab/entry"));
        Create(string.Empty);
        Assert.Equal((0u, 30000u, 0x5F8u), Of(packages + "/v1/ab"));
        Assert.Equal((0u, 30000u, 0x1B0u), Of(packages + "/v1/stats/log"));
    }

    [TmpfilesFact]
    public void Auto_allocated_users_directories_are_open_below_one_that_is_closed()
    {
        Create(string.Empty, "nix.settings.auto-allocate-uids = true;");
        Assert.Equal((0u, 0u, 0x1C0u), Of(_root + "/var/cache/larder/nix-builds"));
        Assert.Equal(0x1FFu, Of(_root + "/var/cache/larder/nix-builds/packages").Mode);
    }

    private void Create(string options, string rest = "")
    {
        JsonElement n = NixEvaluation.OfNixos($$"""{ inherit (nixos { programs.larder.nix = { enable = true; {{options}} }; {{rest}} }) rules; }""");
        string rules = Path.Combine(_root, "larder.conf");
        File.WriteAllLines(rules, n.GetProperty("rules").Texts());
        (int status, string output, string error) = NixPrograms.Run("systemd-tmpfiles", ["--create", "--root=" + _root, rules]);
        Assert.True(status == 0 && output.Length + error.Length == 0, output + error);
    }

    private static (uint Owner, uint Group, uint Mode) Of(string path)
    {
        (int status, string output, string error) = NixPrograms.Run("stat", ["-c", "%u %g %f", path]);
        Assert.True(status == 0, error);
        string[] parts = output.Trim().Split(' ');
        return (uint.Parse(parts[0]), uint.Parse(parts[1]), Convert.ToUInt32(parts[2], 16) & 0xFFF);
    }
}
