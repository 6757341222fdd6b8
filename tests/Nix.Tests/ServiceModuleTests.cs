using System.Text.Json;
using Larder.Nix.Tests.Harness;

namespace Larder.Nix.Tests;

/// <summary>services.larder: the daemon of each user, or one for the system.</summary>
public sealed class ServiceModuleTests
{
    private static JsonElement Evaluate(string options, string rest = "") => NixEvaluation.OfNixos($$"""
        let n = nixos { services.larder = { enable = true; {{options}} }; {{rest}} }; in {
          inherit (n) failed rules;
          config = n.config.environment.etc."larder/config".text;
          userSocket = n.config.systemd.user.sockets.larder.wantedBy or null;
          systemSocket = n.config.systemd.sockets.larder.wantedBy or null;
          group = n.config.users.users.larder.group or null;
          hasGroup = n.config.users.groups ? larder;
          packages = map (package: package.name) n.config.systemd.packages;
        }
        """);

    [NixFact]
    public void By_default_each_user_has_a_daemon_that_the_first_compile_starts()
    {
        JsonElement n = Evaluate(string.Empty);
        Assert.Empty(n.GetProperty("failed").Texts());
        Assert.Equal(["sockets.target"], n.GetProperty("userSocket").Texts());
        Assert.Equal(JsonValueKind.Null, n.GetProperty("systemSocket").ValueKind);
        Assert.Equal(string.Empty, n.Text("config"));
        Assert.Equal("larder-0.1.0", Assert.Single(n.GetProperty("packages").Texts()));
        Assert.False(n.GetProperty("hasGroup").GetBoolean());
    }

    [NixFact]
    public void A_system_daemon_has_a_user_a_group_and_a_socket_that_everybody_is_told()
    {
        JsonElement n = Evaluate("mode = \"system\"; settings = { max_size = \"20Gi\"; stats = false; };");
        Assert.Empty(n.GetProperty("failed").Texts());
        Assert.Equal(["sockets.target"], n.GetProperty("systemSocket").Texts());
        Assert.Equal(JsonValueKind.Null, n.GetProperty("userSocket").ValueKind);
        Assert.Equal("max_size = 20Gi\nsocket = /run/larder/daemon.sock\nstats = false\n", n.Text("config"));
        Assert.Equal("larder", n.Text("group"));
        Assert.True(n.GetProperty("hasGroup").GetBoolean());
    }

    [NixTheory]
    [InlineData("settings.maxsize = 3;", "larder has no setting maxsize")]
    [InlineData("settings.no_daemon = true;", "settings.no_daemon is set")]
    [InlineData("settings.disable = true;", "nothing would ever be cached")]
    [InlineData("mode = \"system\"; settings.dir = \"/x\";", "settings.dir")]
    public void A_misconfiguration_is_refused_and_said(string options, string message)
    {
        Assert.Contains(message, Assert.Single(Evaluate(options).GetProperty("failed").Texts()), StringComparison.Ordinal);
    }

    [NixFact]
    public void Daemon_and_builds_of_Nix_can_be_had_together()
    {
        JsonElement n = Evaluate("mode = \"system\";", "programs.larder.nix = { enable = true; packageNames = [ \"hello\" ]; };");
        Assert.Empty(n.GetProperty("failed").Texts());
        Assert.Contains("d /var/cache/larder 0755 root root -", n.GetProperty("rules").Texts());
    }
}
