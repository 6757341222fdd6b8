using System.Security.Cryptography;
using System.Text.Json;
using System.Xml.Linq;
using Larder.Caching.Settings;
using Larder.Nix.Tests.Harness;

namespace Larder.Nix.Tests;

/// <summary>What the expressions repeat of the sources: packages with their hashes, the names of settings, the version.</summary>
public sealed class PackageExpressionTests
{
    private static readonly string[] Projects = ["Client", "CommandLine", "Daemon", "Caching", "Compilers", "Posix", "Protocol", "Storage"];

    private static string PathOf(string name) => SourceRoot.PathOf(name);

    private static (string Name, string Version, string Hash)[] Dependencies()
    {
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(PathOf("nixos-module/deps.json")));
        return [.. json.RootElement.EnumerateArray().Select(entry => (entry.Text("pname"), entry.Text("version"), entry.Text("hash")))];
    }

    [Fact]
    public void Every_package_that_the_programs_name_is_listed_in_its_version()
    {
        Dictionary<string, string> versions = XDocument.Load(PathOf("Directory.Packages.props")).Descendants("PackageVersion")
            .ToDictionary(entry => entry.Attribute("Include")!.Value, entry => entry.Attribute("Version")!.Value, StringComparer.Ordinal);
        IEnumerable<XElement> references = Projects.SelectMany(project => XDocument.Load(PathOf($"src/{project}/{project}.csproj")).Descendants("PackageReference"))
            .Concat(XDocument.Load(PathOf("Directory.Build.targets")).Descendants("ItemGroup")
                .Where(group => group.Attribute("Condition") is null).Descendants("PackageReference"));
        string[] names = [.. references.Select(reference => reference.Attribute("Include")!.Value)];
        Assert.True(names.Length >= 5);
        foreach (string name in names)
            Assert.Contains(Dependencies(), entry => entry.Name == name && entry.Version == versions[name]);
    }

    [Fact]
    public void Each_hash_is_that_of_the_package_that_this_build_took()
    {
        string cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        int compared = 0;
        foreach ((string name, string version, string hash) in Dependencies())
        {
            Assert.StartsWith("sha256-", hash, StringComparison.Ordinal);
            Assert.Equal(32, Convert.FromBase64String(hash["sha256-".Length..]).Length);
            string id = name.ToLowerInvariant();
            string package = Path.Combine(cache, id, version, $"{id}.{version}.nupkg");
            if (!File.Exists(package))
                continue;
            Assert.Equal("sha256-" + Convert.ToBase64String(SHA256.HashData(File.ReadAllBytes(package))), hash);
            compared++;
        }

        // The analyzers are taken by this very project.
        Assert.True(compared >= 3);
    }

    [NixFact]
    public void The_modules_know_every_setting()
    {
        string[] names = NixEvaluation.OfNixos(
            $"(import {SourceRoot.Directory}/nixos-module/modules/options.nix {{ lib = import {NixPrograms.Expressions}/nixpkgs/lib.nix; }}).settingNames").Texts();
        List<string> settings = [];
        for (Setting setting = Setting.Dir; (int)setting < SettingTable.Count; setting++)
            settings.Add(System.Text.Encoding.UTF8.GetString(SettingTable.Row(setting).Name));
        Assert.Equal(settings, names);
    }

    [NixFact]
    public void The_package_has_the_sources_version_its_programs_and_what_static_linking_needs()
    {
        JsonElement package = NixEvaluation.OfNixos($$"""
            let larder = (import {{NixPrograms.Expressions}}/overlaid.nix { }).larder; in {
              inherit (larder) pname version projectFile dotnetFlags nugetDeps dontDotnetFixup;
              inherit (larder.meta) mainProgram platforms;
              license = larder.meta.license.spdxId;
              sdk = larder.sdk.name;
              buildInputs = map (input: input.name) larder.buildInputs;
              staticZstd = (builtins.head larder.buildInputs).static;
              hasLinks = builtins.isFunction larder.links;
              protoc = larder.PROTOBUF_PROTOC;
            }
            """);
        Assert.Equal(
            XDocument.Load(PathOf("Directory.Build.props")).Descendants("Version").Single().Value, package.Text("version"));
        Assert.All(package.GetProperty("projectFile").Texts(), project => Assert.True(File.Exists(PathOf(project)), project));
        Assert.Equal("larder", package.Text("mainProgram"));
        Assert.Equal("MIT", package.Text("license"));
        Assert.True(package.GetProperty("staticZstd").GetBoolean());
        Assert.Equal(["zstd-1.5", "zlib-1.3", "glibc-static-2.41"], package.GetProperty("buildInputs").Texts());
        Assert.True(package.GetProperty("hasLinks").GetBoolean());
        Assert.True(package.GetProperty("dontDotnetFixup").GetBoolean());
        Assert.EndsWith("/bin/protoc", package.Text("protoc"), StringComparison.Ordinal);
    }

    [NixFact]
    public void The_source_is_what_is_compiled_and_nothing_that_is_made()
    {
        JsonElement source = NixEvaluation.OfNixos($$"""
            let
              larder = (import {{NixPrograms.Expressions}}/nixpkgs { overlays = [
                (_: prev: { lib = prev.lib // { cleanSourceWith = { src, filter, ... }: { wanted = path: filter (toString src + path) "regular"; }; }; buildDotnetModule = arguments: arguments; })
                (import {{SourceRoot.Directory}}/nixos-module/overlay.nix)
              ]; }).larder;
            in map larder.src.wanted [ "/src" "/src/Client/Program.cs" "/lib/units.nix" "/packaging/systemd/user/larder.service" "/Directory.Build.props" "/out" "/out/bin/larder" "/tests/Suites/x.cs" "/.git" "/srcx" "/README.md.orig" ]
            """);
        Assert.Equal([true, true, true, true, true, false, false, false, false, false, false], source.EnumerateArray().Select(element => element.GetBoolean()));
    }
}
