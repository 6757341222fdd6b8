using Larder.Units.Derivations;
using Larder.Units.Graph;

namespace Larder.Units.Tests.Graph;

public sealed class KindFinderTests : IDisposable
{
    private const string Cmake = "/nix/store/00000000000000000000000000000000-cmake-3.29.1";
    private const string Meson = "/nix/store/00000000000000000000000000000001-meson-1.4.0";
    private readonly string _source = Directory.CreateTempSubdirectory("larder-units-").FullName;

    public void Dispose() => Directory.Delete(_source, recursive: true);

    [Fact]
    public void ADerivationWithACrateIsRust() => Assert.Equal(NodeKind.Rust, Find([("crateName", "x"), ("nativeBuildInputs", Cmake)]));

    [Fact]
    public void ToolsAmongTheInputsDecide()
    {
        Assert.Equal(NodeKind.Cmake, Find([("nativeBuildInputs", $"/x {Cmake}")]));
        Assert.Equal(NodeKind.Meson, Find([("nativeBuildInputs", Meson)], "CMakeLists.txt"));
        Assert.Equal(NodeKind.Plain, Find([("nativeBuildInputs", Cmake.Replace("cmake-3", "cmake-format-3", StringComparison.Ordinal))]));
        Assert.Equal(NodeKind.Cmake, Find([("nativeBuildInputs", Cmake.Replace("cmake-3", "extra-cmake-modules-6", StringComparison.Ordinal))]));
    }

    [Fact]
    public void WithBothToolsTheSourceDecidesAndThenTheirOrder()
    {
        Assert.Equal(NodeKind.Meson, Find([("nativeBuildInputs", $"{Cmake} {Meson}")], "meson.build", "configure"));
        Assert.Equal(NodeKind.Cmake, Find([("nativeBuildInputs", $"{Cmake} {Meson}")], "meson.build", "CMakeLists.txt"));
        Assert.Equal(NodeKind.Meson, Find([("nativeBuildInputs", $"{Meson} {Cmake}")]));
        Assert.Equal(NodeKind.Meson, Find([("nativeBuildInputs", $"{Cmake} {Meson}"), ("dontUseCmakeConfigure", "1")]));
    }

    [Fact]
    public void APhaseOfItsOwnIsPlain()
    {
        Assert.Equal(NodeKind.Plain, Find([("nativeBuildInputs", Cmake), ("configurePhase", "cmake -B build")], "CMakeLists.txt"));
        Assert.Equal(NodeKind.Cmake, Find([("configurePhase", "cd x\ncmakeConfigurePhase")]));
        Assert.Equal(NodeKind.Plain, Find([("nativeBuildInputs", Cmake), ("dontConfigure", "1")], "CMakeLists.txt"));
    }

    [Fact]
    public void FlagsDecideWhereTheySayIt()
    {
        Assert.Equal(NodeKind.Cmake, Find([("cmakeFlags", "-DX=1"), ("mesonFlags", "")], "configure"));
        Assert.Equal(NodeKind.Plain, Find([("cmakeFlags", ""), ("mesonFlags", "")], "CMakeLists.txt", "configure"));
        Assert.Equal(NodeKind.Plain, Find([("cmakeFlags", "-DX=1"), ("mesonFlags", "-DX=1")], "CMakeLists.txt", "configure"));
        Assert.Equal(NodeKind.Cmake, Find([("cmakeFlags", "-DX=1"), ("mesonFlags", "-DX=1")], "CMakeLists.txt"));
    }

    private NodeKind Find((string Name, string Value)[] environment, params string[] files)
    {
        foreach (string file in Directory.GetFiles(_source))
            File.Delete(file);
        foreach (string file in files)
            File.WriteAllText($"{_source}/{file}", "");
        string variables = string.Join(',', environment.OrderBy(variable => variable.Name, StringComparer.Ordinal)
            .Select(variable => $"(\"{variable.Name}\",\"{variable.Value.Replace("\n", "\\n", StringComparison.Ordinal)}\")"));
        Derivation derivation = DerivationReader.Parse(
            System.Text.Encoding.UTF8.GetBytes($"Derive([(\"out\",\"\",\"\",\"\")],[],[],\"x\",\"b\",[],[{variables}])"), "/nix/store/00000000000000000000000000000000-x.drv");
        return KindFinder.Find(derivation, _source, out _);
    }
}
