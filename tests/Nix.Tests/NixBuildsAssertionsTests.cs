using System.Text.Json;
using Larder.Nix.Tests.Harness;

namespace Larder.Nix.Tests;

/// <summary>Every configuration that would silently cache nothing is refused with a sentence that says what to do.</summary>
public sealed class NixBuildsAssertionsTests
{
    public static TheoryData<string, string, string> Misconfigurations => new()
    {
        { "packageNames = [ \"helo\" ];", "", "pkgs has no helo" },
        { "packageNames = [ \"text\" ];", "", "text can't be given a stdenv" },
        { "packageNames = [ \"version\" \"text\" ];", "", "version, text can't be given a stdenv" },
        { "packageNames = [ \"scope\" ];", "", "pkgs.larderSubpackages" },
        { "", "nix.enable = false;", "nix.enable is off" },
        { "", "nix.settings.extra-sandbox-paths = { _type = \"override\"; priority = 50; content = [ \"/other\" ]; };", "extra-sandbox-paths lacks /var/cache/larder/nix-builds/packages?" },
        { "cacheDir = \"relative\";", "", "cacheDir is relative" },
        { "cacheDir = \"/nix/store/cache\";", "", "outside /nix/store" },
        { "cacheDir = \"/build/cache\";", "", "outside /nix/store and /build" },
        { "cacheDir = \"/var/my cache\";", "", "without blanks" },
        { "group = \"users\";", "users.groups.users = { };", "belong to group users and builds run in group nixbld" },
        { "", "nix.settings.build-users-group = \"others\";", "there is no group others" },
        { "mode = \"2700\";", "", "mode is 2700" },
        { "mode = \"2750\";", "", "mode is 2750" },
        { "mode = \"rwx\";", "", "mode is rwx" },
        { "mode = \"2770\";", "nix.settings.auto-allocate-uids = true;", "auto-allocated build users" },
        { "", "nix.settings = { auto-allocate-uids = true; sandbox = false; };", "without a sandbox no build reaches" },
        { "umask = \"077\";", "", "umask is 077" },
        { "umask = \"007\";", "nix.settings.auto-allocate-uids = true;", "umask is 007" },
        { "settings.maxsize = \"3G\";", "", "larder has no setting maxsize" },
        { "settings.dir = \"/elsewhere\";", "", "dir is set by this module" },
        { "settings.no_daemon = false;", "", "no_daemon is set by this module" },
        { "settings.disable = true;", "", "with disable no build would ever use the cache" },
        { "settings.passthrough = true;", "", "with passthrough no build" },
        { "lowerDir = \"relative\";", "", "lowerDir is relative" },
        { "lowerDir = \"/var/cache/larder/nix-builds/packages/below\";", "", "the directories that builds write" },
        { "lowerDir = \"/one:/two\";", "", "without blanks, ?, = or colons" },
        { "settings.lower_dir = \"/one\";", "", "lower_dir is set by this module" },
        { "maxSize = \"lots\";", "", "maxSize is lots" },
        { "log = \"/var/log/larder\";", "", "builds can write nowhere on the host but in" },
    };

    [NixTheory]
    [MemberData(nameof(Misconfigurations))]
    public void A_misconfiguration_is_refused_and_said(string options, string rest, string message)
    {
        JsonElement n = NixEvaluation.OfNixos(
            $$"""{ inherit (nixos { programs.larder.nix = { enable = true; {{options}} }; {{rest}} }) failed; }""");
        Assert.Contains(n.GetProperty("failed").Texts(), failed => failed.Contains(message, StringComparison.Ordinal) && failed.StartsWith("programs.larder.nix", StringComparison.Ordinal));
    }

    [NixFact]
    public void A_package_set_that_takes_no_overlays_is_refused()
    {
        JsonElement n = NixEvaluation.OfNixos($$"""
            { inherit (import {{NixPrograms.Expressions}}/nixos.nix { overlaysWork = false; configuration = { programs.larder.nix.enable = true; }; }) failed; }
            """);
        Assert.Contains("lacks larder's overlay", Assert.Single(n.GetProperty("failed").Texts()), StringComparison.Ordinal);
    }

    [NixFact]
    public void A_package_that_a_later_overlay_replaces_is_named()
    {
        JsonElement n = NixEvaluation.OfNixos($$"""
            { inherit (import {{NixPrograms.Expressions}}/nixos.nix {
                configuration = { programs.larder.nix = { enable = true; packageNames = [ "hello" "figlet" ]; }; };
                modules = [ {{SourceRoot.Directory}}/nixos-module/module.nix { nixpkgs.overlays = [ (_: prev: { hello = prev.hello.override { stdenv = prev.stdenv; }; }) ]; } ];
              }) failed; }
            """);
        Assert.Contains("hello is built by another compiler after all", Assert.Single(n.GetProperty("failed").Texts()), StringComparison.Ordinal);
    }

    [NixTheory]
    [InlineData("", "", "packageNames is empty")]
    [InlineData("packageNames = [ \"hello\" ];", "nix.buildMachines = [ { hostName = \"other\"; } ];", "builds on other machines")]
    public void What_may_be_meant_is_a_warning(string options, string rest, string message)
    {
        JsonElement n = NixEvaluation.OfNixos(
            $$"""{ inherit (nixos { programs.larder.nix = { enable = true; {{options}} }; {{rest}} }) failed warnings; }""");
        Assert.Empty(n.GetProperty("failed").Texts());
        Assert.Contains(message, Assert.Single(n.GetProperty("warnings").Texts()), StringComparison.Ordinal);
    }

    [NixTheory]
    [InlineData("nix.settings.sandbox = false;")]
    [InlineData("nix.settings.sandbox = \"relaxed\";")]
    [InlineData("nix.settings.extra-sandbox-paths = [ \"/other\" ];")]
    [InlineData("nix.settings.build-users-group = \"\";")]
    public void What_works_is_not_refused(string rest)
    {
        JsonElement n = NixEvaluation.OfNixos($$"""{ inherit (nixos { programs.larder.nix = { enable = true; packageNames = [ "hello" ]; }; {{rest}} }) failed warnings; }""");
        Assert.Empty(n.GetProperty("failed").Texts());
        Assert.Empty(n.GetProperty("warnings").Texts());
    }

    [NixTheory]
    [InlineData("packageName = [ ];", "does not exist")]
    [InlineData("packageNames = \"hello\";", "is not of type list")]
    [InlineData("readOnly = 1;", "is not of type bool")]
    public void A_wrong_name_or_type_is_an_error(string options, string message)
    {
        Assert.Contains(
            message,
            NixEvaluation.RefusedNixos($$"""{ inherit (nixos { programs.larder.nix = { enable = true; {{options}} }; }) failed rules; }"""),
            StringComparison.Ordinal);
    }
}
