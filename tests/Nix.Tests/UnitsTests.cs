using System.Text.Json;
using System.Text.RegularExpressions;
using Larder.Nix.Tests.Harness;

namespace Larder.Nix.Tests;

/// <summary>systemd-analyze verify takes every unit: those that the modules make and those that the package installs.</summary>
public sealed class UnitsTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("larder-units-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [UnitsFact]
    public void The_cleaning_timer_and_its_service_are_right()
    {
        JsonElement units = NixEvaluation.OfNixos("(nixos { programs.larder.nix.enable = true; }).units");
        Assert.Equal(["larder-nix-clean.service", "larder-nix-clean.timer"], units.EnumerateObject().Select(unit => unit.Name).Order(StringComparer.Ordinal));
        foreach (JsonProperty unit in units.EnumerateObject())
            Write(unit.Name, unit.Value.GetString()!);
        Verify(isUser: false, "larder-nix-clean.service", "larder-nix-clean.timer");
    }

    [UnitsFact]
    public void A_time_that_is_none_is_noticed()
    {
        // So that the test above is known to be one that can fail.
        JsonElement units = NixEvaluation.OfNixos("(nixos { programs.larder.nix = { enable = true; cleaning.dates = \"now and then\"; }; }).units");
        foreach (JsonProperty unit in units.EnumerateObject())
            Write(unit.Name, unit.Value.GetString()!);
        Assert.Contains("now and then", Analyze(isUser: false, "larder-nix-clean.timer").Error, StringComparison.Ordinal);
    }

    [UnitsFact]
    public void The_daemons_units_are_right_for_a_user()
    {
        Install("user");
        Verify(isUser: true, "larder.service", "larder.socket");
    }

    [UnitsFact]
    public void The_daemons_units_are_right_for_the_system_with_the_modules_additions()
    {
        Install("system");
        string dropIn = NixEvaluation.OfNixos("(nixos { services.larder = { enable = true; mode = \"system\"; }; }).dropIns").Text("larder");
        Directory.CreateDirectory(Path.Combine(_directory, "larder.service.d"));
        File.WriteAllText(Path.Combine(_directory, "larder.service.d", "overrides.conf"), dropIn);
        Verify(isUser: false, "larder.service", "larder.socket");
        Assert.Contains("CacheDirectory=\nCacheDirectory=larder-daemon\n", dropIn, StringComparison.Ordinal);
        Assert.Contains("Environment=\"LARDER_DIR=/var/cache/larder-daemon\"", dropIn, StringComparison.Ordinal);
    }

    [NixFact]
    public void The_package_puts_its_own_daemon_into_every_unit()
    {
        string package = File.ReadAllText(SourceRoot.PathOf("nixos-module/package.nix"));
        string[] units = Directory.GetFiles(SourceRoot.PathOf("packaging/systemd"), "*.service", SearchOption.AllDirectories);
        Assert.Equal(2, units.Length);
        Assert.Contains("/usr/bin/larderd $out/bin/larderd", package, StringComparison.Ordinal);
        Assert.All(units, unit => Assert.Single(Regex.Matches(File.ReadAllText(unit), "/usr/bin/", RegexOptions.None, TimeSpan.FromSeconds(5))));
    }

    /// <summary>The units as package.nix installs them, with a program that is there.</summary>
    private void Install(string manager)
    {
        foreach (string unit in Directory.GetFiles(Path.Combine(SourceRoot.Directory, "packaging", "systemd", manager)))
            Write(Path.GetFileName(unit), File.ReadAllText(unit).Replace("/usr/bin/larderd", "/bin/true", StringComparison.Ordinal));
    }

    private void Write(string name, string text) => File.WriteAllText(
        Path.Combine(_directory, name), text.Replace("ExecStart=/bin/sh -e /nix/store/", "ExecStart=/bin/sh -e /tmp/", StringComparison.Ordinal));

    private void Verify(bool isUser, params string[] units)
    {
        (int status, string output, string error) = Analyze(isUser, units);
        Assert.True(status == 0 && output.Length + error.Length == 0, output + error);
    }

    private (int Status, string Output, string Error) Analyze(bool isUser, params string[] units) => NixPrograms.Run(
        "systemd-analyze",
        [isUser ? "--user" : "--system", "--man=no", "verify", .. units.Select(unit => Path.Combine(_directory, unit))],
        new Dictionary<string, string>(StringComparer.Ordinal) { ["SYSTEMD_UNIT_PATH"] = _directory + ":", ["XDG_RUNTIME_DIR"] = _directory });
}
