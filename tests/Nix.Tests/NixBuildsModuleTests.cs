using System.Text.Json;
using Larder.Nix.Tests.Harness;

namespace Larder.Nix.Tests;

/// <summary>programs.larder.nix: what it does where it is switched on.</summary>
public sealed class NixBuildsModuleTests
{
    private const string Directory = "/var/cache/larder/nix-builds";

    private static JsonElement Evaluate(string options, string rest = "") => NixEvaluation.OfNixos($$"""
        let n = nixos { programs.larder.nix = { enable = true; {{options}} }; {{rest}} }; in {
          inherit (n) failed warnings rules sandboxPaths script;
          lines = n.pkgs.larderStdenv.cc.cc.lines;
          kernelLines = (n.pkgs.larderKernelStdenv n.pkgs.stdenv).cc.cc.lines;
          compiledBy = n.pkgs.lib.mapAttrs (_: package: package.stdenv.cc.cc.name) { inherit (n.pkgs) hello figlet withClang; };
          text = n.pkgs.text.name;
          timer = n.config.systemd.timers.larder-nix-clean.timerConfig.OnCalendar or null;
        }
        """);

    [NixFact]
    public void Switched_off_it_does_nothing()
    {
        JsonElement n = NixEvaluation.OfNixos("let n = nixos { }; in { inherit (n) failed warnings rules sandboxPaths units; overlay = n.pkgs ? larder; }");
        Assert.All(new[] { "failed", "warnings", "rules", "sandboxPaths" }, name => Assert.Equal(0, n.GetProperty(name).GetArrayLength()));
        Assert.Empty(n.GetProperty("units").EnumerateObject());
        Assert.False(n.GetProperty("overlay").GetBoolean());
    }

    [NixFact]
    public void Defaults_work_without_any_override()
    {
        JsonElement n = Evaluate("packageNames = [ \"hello\" ];");
        Assert.Empty(n.GetProperty("failed").Texts());
        Assert.Empty(n.GetProperty("warnings").Texts());
        Assert.Equal([$"{Directory}/packages?", $"{Directory}/kernel?", $"{Directory}/config?"], n.GetProperty("sandboxPaths").Texts());
        Assert.Equal($"base_dirs = /build\nconfig = {Directory}/config\ndir = {Directory}/packages\nno_daemon = true\numask = 007\n", n.Text("lines"));
        Assert.EndsWith($"dir = {Directory}/kernel\n", n.Text("kernelLines"), StringComparison.Ordinal);
        Assert.Equal("daily", n.Text("timer"));
    }

    [NixFact]
    public void Named_packages_are_built_with_larder_and_others_not()
    {
        JsonElement compiledBy = Evaluate("packageNames = [ \"hello\" \"withClang\" ];").GetProperty("compiledBy");
        Assert.Equal("larder-links-gcc-14.3.0", compiledBy.Text("hello"));
        Assert.Equal("larder-links-clang-19.1.7", compiledBy.Text("withClang"));
        Assert.Equal("gcc-14.3.0", compiledBy.Text("figlet"));
    }

    [NixFact]
    public void A_predicate_chooses_by_name_or_package_and_passes_over_what_cannot_be_wrapped()
    {
        JsonElement n = Evaluate("packageNames = [ \"withClang\" ]; packagePredicate = name: package: builtins.elem name [ \"figlet\" \"text\" \"version\" ];");
        Assert.Empty(n.GetProperty("failed").Texts());
        Assert.Empty(n.GetProperty("warnings").Texts());
        Assert.Equal("larder-links-gcc-14.3.0", n.GetProperty("compiledBy").Text("figlet"));
        Assert.Equal("larder-links-clang-19.1.7", n.GetProperty("compiledBy").Text("withClang"));
        Assert.Equal("gcc-14.3.0", n.GetProperty("compiledBy").Text("hello"));
        Assert.Equal("text-1.0", n.Text("text"));

        JsonElement byPackage = Evaluate("packagePredicate = name: package: (package.pname or null) == \"hello\";");
        Assert.Equal("larder-links-gcc-14.3.0", byPackage.GetProperty("compiledBy").Text("hello"));
    }

    [NixFact]
    public void What_may_change_is_in_the_config_file_and_changes_no_launcher()
    {
        JsonElement before = Evaluate(string.Empty);
        JsonElement after = Evaluate($"maxSize = \"1G\"; maxFiles = 5; log = \"{Directory}/packages/log\"; readOnly = true;");
        Assert.Empty(after.GetProperty("failed").Texts());
        Assert.Equal(before.Text("lines"), after.Text("lines"));
        Assert.Contains($"f+ {Directory}/config 0644 root root - log = {Directory}/packages/log\\nmax_files = 5\\nmax_size = 1G\\nread_only = true\\n", after.GetProperty("rules").Texts());
    }

    [NixFact]
    public void Read_only_directories_cannot_be_written_by_builds()
    {
        string[] rules = Evaluate("readOnly = true;").GetProperty("rules").Texts();
        Assert.Contains($"d {Directory}/packages 2750 root nixbld -", rules);
        Assert.Contains($"d {Directory}/kernel 2750 root nixbld -", rules);
    }

    [NixFact]
    public void A_lower_cache_is_roots_and_in_every_sandbox_and_changes_no_launcher()
    {
        JsonElement n = Evaluate("lowerDir = \"/var/cache/larder/trusted\";");
        Assert.Empty(n.GetProperty("failed").Texts());
        Assert.Equal(Evaluate(string.Empty).Text("lines"), n.Text("lines"));
        Assert.Contains("/var/cache/larder/trusted?", n.GetProperty("sandboxPaths").Texts());
        Assert.Contains("d /var/cache/larder/trusted 2750 root nixbld -", n.GetProperty("rules").Texts());
        Assert.Contains($"f+ {Directory}/config 0644 root root - lower_dir = /var/cache/larder/trusted\\nmax_files = 0\\nmax_size = 20Gi\\n", n.GetProperty("rules").Texts());
    }

    [NixFact]
    public void Auto_allocated_users_get_open_directories_that_only_builds_can_reach()
    {
        JsonElement n = Evaluate("packageNames = [ \"hello\" ];", "nix.settings.auto-allocate-uids = true;");
        Assert.Empty(n.GetProperty("failed").Texts());
        Assert.Contains($"d {Directory} 0700 root root -", n.GetProperty("rules").Texts());
        Assert.Contains($"d {Directory}/packages 0777 root nixbld -", n.GetProperty("rules").Texts());
        Assert.Contains("umask = 000\n", n.Text("lines"), StringComparison.Ordinal);
    }

    [NixFact]
    public void Another_directory_another_group_and_settings_reach_every_part()
    {
        JsonElement n = Evaluate(
            "cacheDir = \"/data/cc\"; group = \"builders\"; settings = { compression = \"3\"; namespace = \"mine\"; };",
            "nix.settings.build-users-group = \"builders\"; nix.settings.sandbox-build-dir = \"/elsewhere\"; users.groups.builders = { };");
        Assert.Empty(n.GetProperty("failed").Texts());
        Assert.Contains("d /data/cc/packages 2770 root builders -", n.GetProperty("rules").Texts());
        Assert.Contains("d /data 0755 root root -", n.GetProperty("rules").Texts());
        Assert.Equal(["/data/cc/packages?", "/data/cc/kernel?", "/data/cc/config?"], n.GetProperty("sandboxPaths").Texts());
        Assert.Equal("base_dirs = /elsewhere\ncompression = 3\nconfig = /data/cc/config\ndir = /data/cc/packages\nnamespace = mine\nno_daemon = true\numask = 007\n", n.Text("lines"));
        Assert.Contains("LARDER_DIR=/data/cc/kernel ", n.Text("script"), StringComparison.Ordinal);
    }

    [NixFact]
    public void Cleaning_can_be_switched_off_and_timed()
    {
        Assert.Equal(JsonValueKind.Null, Evaluate("cleaning.enable = false;").GetProperty("timer").ValueKind);
        Assert.Equal("weekly", Evaluate("cleaning.dates = \"weekly\";").Text("timer"));
    }

    [NixFact]
    public void What_larder_is_built_from_may_be_built_with_it()
    {
        // A larder of the same package set would need zlib, which would need larder, without end.
        JsonElement n = NixEvaluation.OfNixos("""
            let n = nixos {
              programs.larder.nix = { enable = true; packageNames = [ "hello" ]; };
              nixpkgs.overlays = [ (final: prev: { protobuf = prev.hello.override { stdenv = final.larderStdenv; }; }) ];
            }; in { wrapped = n.pkgs.protobuf.stdenv.cc.cc.name; package = n.config.programs.larder.nix.package.name; }
            """);
        Assert.Equal("larder-links-gcc-14.3.0", n.Text("wrapped"));
        Assert.StartsWith("larder-", n.Text("package"), StringComparison.Ordinal);
    }
}
